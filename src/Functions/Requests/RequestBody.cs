using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Serverless.Core;

namespace Serverless.Functions.Requests;

/// <summary>Reads a request's body as JSON, within its limits. What the body says counts, not what its content type claims.</summary>
public static class RequestBody
{
    public const int MaxBytes = 1_048_576;

    private const int FirstBuffer = 4_096;

    /// <summary>The field that errors of the body as a whole are reported under.</summary>
    private const string Field = "body";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <exception cref="RequestRefusedException">The body is too large, compressed or no JSON.</exception>
    public static async Task<JsonDocument> ReadJsonAsync(HttpRequest request) => Parse(await ReadAsync(request));

    /// <summary>Reads bytes as JSON.</summary>
    /// <exception cref="RequestRefusedException">They are none.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(WithoutByteOrderMark(body), Strict);
        }
        catch (JsonException exception)
        {
            throw new RequestRefusedException(FieldErrors.Of(Field, Explain(exception, body.Length)));
        }
        catch (InvalidOperationException)
        {
            // Names are decoded to find those that occur twice.
            throw new RequestRefusedException(FieldErrors.Of(Field, "has a field whose name is no valid Unicode."));
        }
    }

    /// <summary>The body as bytes.</summary>
    /// <exception cref="RequestRefusedException">The body is too large or compressed.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request)
    {
        if (request.Headers.ContentEncoding is { Count: > 0 } encoding && encoding != "identity")
        {
            throw new RequestRefusedException(Problems.EncodedBody(encoding.ToString()));
        }

        if (request.ContentLength > MaxBytes)
        {
            throw new RequestRefusedException(Problems.TooLarge(MaxBytes));
        }

        var buffer = new byte[Math.Max(request.ContentLength ?? FirstBuffer, 1)];
        var length = 0;
        bool isWhole;
        do
        {
            // Usually the whole body is there already, and neither a wait nor its cancellation has to be made.
            var reading = request.BodyReader.TryRead(out var part) ? part : await request.BodyReader.ReadAsync(request.HttpContext.RequestAborted);
            try
            {
                length += Append(reading.Buffer, ref buffer, length);
                isWhole = reading.IsCompleted;
            }
            finally
            {
                // A refused body too: the server reads what is left of it before it closes the connection on the client.
                request.BodyReader.AdvanceTo(reading.Buffer.End);
            }
        }
        while (!isWhole);

        return buffer.AsMemory(0, length);
    }

    private static int Append(in ReadOnlySequence<byte> part, ref byte[] buffer, int length)
    {
        if (length + part.Length > MaxBytes)
        {
            throw new RequestRefusedException(Problems.TooLarge(MaxBytes));
        }

        if (length + part.Length > buffer.Length)
        {
            Array.Resize(ref buffer, (int)Math.Min(Math.Max(2 * buffer.Length, length + part.Length), MaxBytes));
        }

        part.CopyTo(buffer.AsSpan(length));
        return (int)part.Length;
    }

    private static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> body) =>
        body.Span is [0xEF, 0xBB, 0xBF, ..] ? body[3..] : body;

    // A position is missing where the text is JSON and only a field occurs again.
    private static string Explain(JsonException exception, int length) => (length, exception.LineNumber) switch
    {
        (0, _) => "is empty; send JSON.",
        (_, null) => "has a field twice; each may occur only once.",
        _ => $"is not JSON: look at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}. Names and texts stand in double quotes.",
    };
}
