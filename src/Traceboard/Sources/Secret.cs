using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Traceboard.Sources;

/// <summary>A secret that cannot print itself: text, JSON and debugger show only that there is one.</summary>
[TypeConverter(typeof(SecretConverter))]
[JsonConverter(typeof(SecretJsonConverter))]
[System.Diagnostics.DebuggerDisplay("(secret)")]
public sealed class Secret(string value)
{
    private readonly string _value = value;

    /// <summary>The secret itself. Call it only where the secret is sent.</summary>
    public string Reveal() => _value;

    /// <inheritdoc/>
    public override string ToString() => "(secret)";

    private sealed class SecretConverter : TypeConverter
    {
        public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

        public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
            value is string { Length: > 0 } text ? new Secret(text) : null;
    }

    private sealed class SecretJsonConverter : JsonConverter<Secret>
    {
        public override Secret? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Secrets are read from the configuration, never from JSON.");

        public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) => writer.WriteStringValue("(secret)");
    }
}
