using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Traceboard.Web.Api;

/// <summary>
/// Writes answers with an entity tag over their content, and 304 to whoever has that content already. An answer that
/// is given to several callers is written once.
/// </summary>
internal sealed class Rendering
{
    private readonly ConditionalWeakTable<object, Rendered> _shared = [];

    /// <summary>An answer that was made for this caller.</summary>
    public static IResult Answer<T>(T answer, JsonTypeInfo<T> type) => new Rendered(JsonSerializer.SerializeToUtf8Bytes(answer, type));

    /// <summary>An answer that others are given too, for as long as anybody holds it.</summary>
    public IResult Shared<T>(T answer, JsonTypeInfo<T> type)
        where T : class =>
        _shared.GetValue(answer, key => new Rendered(JsonSerializer.SerializeToUtf8Bytes((T)key, type)));

    private sealed class Rendered(byte[] content) : IResult
    {
        private readonly string _tag = $"W/\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12))}\"";

        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.Headers.ETag = _tag;
            response.Headers.CacheControl = "no-cache";
            if (IsKnown(httpContext.Request.Headers.IfNoneMatch))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }

            response.ContentType = "application/json; charset=utf-8";
            response.ContentLength = content.Length;
            await response.Body.WriteAsync(content, httpContext.RequestAborted);
        }

        private bool IsKnown(StringValues ifNoneMatch) =>
            EntityTagHeaderValue.TryParseList(ifNoneMatch, out var tags)
            && tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(EntityTagHeaderValue.Parse(_tag), useStrongComparison: false));
    }
}
