using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Serverless.Core;

namespace Serverless.Functions.Requests;

/// <summary>Reads a request's body as JSON, within its limits.</summary>
public static class RequestBody
{
    public const int MaxBytes = 1_048_576;

    /// <summary>Levels of objects and lists in a body.</summary>
    public const int MaxDepth = 64;

    private const int FirstBuffer = 4_096;

    /// <summary>The field that errors of the body as a whole are reported under.</summary>
    private const string Field = "body";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = MaxDepth };

    /// <exception cref="RequestRefusedException">The body is too large, compressed, or no JSON, or says that it is none.</exception>
    public static async Task<JsonDocument> ReadJsonAsync(HttpRequest request) => Parse(await ReadAsync(request));

    /// <summary>Reads bytes as JSON.</summary>
    /// <exception cref="RequestRefusedException">They are none, or none that is taken.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> body) =>
        TryParse(body, out var refusal) ?? throw new RequestRefusedException(FieldErrors.Of(Field, refusal!));

    /// <summary>Reads bytes as JSON: valid UTF-8, no field twice, at most <see cref="MaxDepth"/> levels.</summary>
    /// <param name="refusal">Why they can't be read, to follow "the body"; null when they can.</param>
    /// <returns>Null when they can't be read.</returns>
    public static JsonDocument? TryParse(ReadOnlyMemory<byte> body, out string? refusal)
    {
        var json = WithoutByteOrderMark(body);
        refusal = Utf8.IsValid(json.Span) ? null : JsonDefects.OfText(body.Span);
        if (refusal is not null)
        {
            return null;
        }

        try
        {
            return JsonDocument.Parse(json, Strict);
        }
        catch (JsonException exception)
        {
            refusal = JsonDefects.Of(json.Span, exception);
        }
        catch (InvalidOperationException)
        {
            // Names are decoded to find those that occur twice.
            refusal = "has a field whose name is no valid Unicode.";
        }

        return null;
    }

    /// <summary>The body as bytes, of JSON as <see cref="ContentTypes"/> has it.</summary>
    /// <exception cref="RequestRefusedException">The body is too large or compressed, or says that it is no JSON.</exception>
    public static ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request)
    {
        if (request.ContentLength != 0)
        {
            ContentTypes.RequireJson(request);
        }

        return ReadAnyAsync(request);
    }

    /// <summary>The body as bytes, whatever it says it is.</summary>
    /// <exception cref="RequestRefusedException">The body is too large or compressed.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAnyAsync(HttpRequest request)
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

    /// <summary>The bytes after a byte order mark, which some write before UTF-8.</summary>
    public static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> body) =>
        body.Span is [0xEF, 0xBB, 0xBF, ..] ? body[3..] : body;
}
