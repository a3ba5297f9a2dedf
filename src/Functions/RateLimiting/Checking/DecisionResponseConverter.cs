using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace Serverless.Functions.RateLimiting.Checking;

/// <summary>Writes decisions: each check is answered with one, and by hand they cost half.</summary>
public sealed class DecisionResponseConverter : JsonConverter<DecisionResponse>
{
    private static readonly JsonEncodedText Allowed = JsonEncodedText.Encode("allowed");
    private static readonly JsonEncodedText Limit = JsonEncodedText.Encode("limit");
    private static readonly JsonEncodedText Remaining = JsonEncodedText.Encode("remaining");
    private static readonly JsonEncodedText RetryAfter = JsonEncodedText.Encode("retryAfter");
    private static readonly JsonEncodedText ResetAt = JsonEncodedText.Encode("resetAt");
    private static readonly JsonEncodedText Rule = JsonEncodedText.Encode("rule");
    private static readonly JsonEncodedText Degraded = JsonEncodedText.Encode("degraded");
    private static readonly JsonEncodedText At = JsonEncodedText.Encode("at");
    private static readonly JsonEncodedText Problem = JsonEncodedText.Encode("problem");

    /// <summary>Writes the fields alone; what a rule would say is left out when none applies.</summary>
    internal static void WriteFields(Utf8JsonWriter writer, DecisionResponse value, JsonSerializerOptions options)
    {
        writer.WriteBoolean(Allowed, value.Allowed);
        if (value.Limit is { } limit)
        {
            writer.WriteNumber(Limit, limit);
        }

        if (value.Remaining is { } remaining)
        {
            writer.WriteNumber(Remaining, remaining);
        }

        WriteField(writer, RetryAfter, value.RetryAfter, options);
        if (value.ResetAt is { } resetAt)
        {
            WriteField<DateTimeOffset>(writer, ResetAt, resetAt, options);
        }

        writer.WriteString(Rule, value.Rule);
        if (value.Degraded is { } degraded)
        {
            writer.WriteBoolean(Degraded, degraded);
        }

        if (value.At is { } at)
        {
            WriteField<DateTimeOffset>(writer, At, at, options);
        }
    }

    public override DecisionResponse Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Decisions are only written.");

    public override void Write(Utf8JsonWriter writer, DecisionResponse value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        WriteFields(writer, value, options);
        if (value.Problem is { } problem)
        {
            writer.WritePropertyName(Problem);
            JsonSerializer.Serialize(writer, problem, (JsonTypeInfo<ProblemDetails>)options.GetTypeInfo(typeof(ProblemDetails)));
        }

        writer.WriteEndObject();
    }

    private static void WriteField<T>(Utf8JsonWriter writer, JsonEncodedText name, T? value, JsonSerializerOptions options)
        where T : struct
    {
        writer.WritePropertyName(name);
        if (value is { } there)
        {
            ((JsonConverter<T>)options.GetConverter(typeof(T))).Write(writer, there, options);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
