using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Functions.RateLimiting.Checking;

/// <summary>Writes the problem of denied checks, of which a flood is made.</summary>
public sealed class QuotaExceededConverter : JsonConverter<QuotaExceeded>
{
    private static readonly JsonEncodedText TypeText = JsonEncodedText.Encode(QuotaExceeded.Type);
    private static readonly JsonEncodedText TitleText = JsonEncodedText.Encode(QuotaExceeded.Title);
    private static readonly JsonEncodedText WaitText = JsonEncodedText.Encode(QuotaExceeded.WaitDetail, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
    private static readonly JsonEncodedText BlockedText = JsonEncodedText.Encode(QuotaExceeded.BlockedDetail, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);

    public override QuotaExceeded Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Problems are only written.");

    public override void Write(Utf8JsonWriter writer, QuotaExceeded value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, TypeText);
        writer.WriteString("title"u8, TitleText);
        writer.WriteNumber("status"u8, value.Status);
        writer.WriteString("detail"u8, value.Response.RetryAfter is null ? BlockedText : WaitText);
        writer.WriteStartArray("violated-policies"u8);
        foreach (var policy in value.Policies)
        {
            writer.WriteStringValue(policy);
        }

        writer.WriteEndArray();
        DecisionResponseConverter.WriteFields(writer, value.Response, options);
        writer.WriteEndObject();
    }
}
