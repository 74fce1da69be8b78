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
    public static IResult Answer<T>(T answer, JsonTypeInfo<T> type) => Rendered.Of(answer, type);

    /// <summary>An answer that others are given too, for as long as anybody holds it.</summary>
    public IResult Shared<T>(T answer, JsonTypeInfo<T> type)
        where T : class =>
        _shared.GetValue(answer, key => Rendered.Of((T)key, type));

    private sealed class Rendered(Chunks content, string tag) : IResult
    {
        public static Rendered Of<T>(T answer, JsonTypeInfo<T> type)
        {
            var content = new Chunks();
            using (var writer = new Utf8JsonWriter(content, new JsonWriterOptions { SkipValidation = true }))
                JsonSerializer.Serialize(writer, answer, type);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var chunk in content.All)
                hash.AppendData(chunk);
            return new Rendered(content, $"W/\"{Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 12))}\"");
        }

        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.Headers.ETag = tag;
            response.Headers.CacheControl = "no-cache";
            response.Headers.Vary = HeaderNames.AcceptEncoding;
            if (IsKnown(httpContext.Request.Headers.IfNoneMatch))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }

            response.ContentType = "application/json; charset=utf-8";
            response.ContentLength = content.Length;
            foreach (var chunk in content.All)
                await response.Body.WriteAsync(chunk, httpContext.RequestAborted);
        }

        private bool IsKnown(StringValues ifNoneMatch) =>
            EntityTagHeaderValue.TryParseList(ifNoneMatch, out var known)
            && known.Any(one => one.Equals(EntityTagHeaderValue.Any) || one.Compare(EntityTagHeaderValue.Parse(tag), useStrongComparison: false));
    }
}
