using System.Runtime.InteropServices;
using System.Text;
using Microsoft.AspNetCore.Http;
using Serverless.Core;
using Serverless.Core.Messaging;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging.Publishing;

/// <summary>
/// Reads a CloudEvent whose attributes are headers and whose data is the body (HTTP binding 1.0, section 3.1): values are
/// unquoted, then percent-decoded as UTF-8.
/// </summary>
internal static class BinaryCloudEvent
{
    private const string ContentType = "datacontenttype";
    private const string Body = "body";
    private const int EscapeLength = 3;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static bool IsAttribute(string header) => header.StartsWith(CloudEventContext.Prefix, StringComparison.OrdinalIgnoreCase);

    /// <returns>Anything, if there are errors.</returns>
    public static NewMessage Read(HttpRequest request, ReadOnlyMemory<byte> body, FieldErrors errors)
    {
        var context = new CloudEventContext("");
        foreach (var header in request.Headers.Where(header => IsAttribute(header.Key)))
        {
            var name = header.Key[CloudEventContext.Prefix.Length..].ToLowerInvariant();
            var value = header.Value.Count == 1 ? Decode(header.Value.ToString()) : null;
            errors.Add(name, value is null ? "must be one value, percent-encoded UTF-8." : name == ContentType ? "is given by content-type." : null);
            context.Add(name, value ?? "", errors);
        }

        if (!string.IsNullOrEmpty(request.ContentType))
        {
            context.Add(ContentType, request.ContentType, errors);
        }

        return context.ToMessage(ContentOf(request, body, errors), errors);
    }

    private static MessageContent ContentOf(HttpRequest request, ReadOnlyMemory<byte> body, FieldErrors errors)
    {
        if (body.IsEmpty)
        {
            return new MessageContent { Data = default, Kind = DataKind.None };
        }

        if (request.ContentType is not { } type || !CloudEventContext.IsJsonType(type))
        {
            errors.Add(Body, MessageData.Refuse(body.Span));
            return new MessageContent { Data = body, Kind = DataKind.Binary };
        }

        using var document = RequestBody.TryParse(body, out var refusal);
        ReadOnlyMemory<byte> json = document is null ? default : JsonMarshal.GetRawUtf8Value(document.RootElement).ToArray();
        errors.Add(Body, refusal ?? MessageData.RefuseJson(json.Span));
        return new MessageContent { Data = json, Kind = DataKind.Json };
    }

    private static string? Decode(string value)
    {
        var text = value is ['"', .., '"'] ? Unquote(value[1..^1]) : value;
        try
        {
            return Strict.GetString(DecodePercent(text));
        }
        catch (Exception exception) when (exception is DecoderFallbackException or EncoderFallbackException)
        {
            return null;
        }
    }

    private static byte[] DecodePercent(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + EscapeLength <= text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                bytes.Add(Convert.FromHexString(text.AsSpan(i + 1, 2))[0]);
                i += EscapeLength - 1;
            }
            else if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length)
            {
                bytes.AddRange(Strict.GetBytes(text.Substring(i++, 2)));
            }
            else
            {
                bytes.AddRange(Strict.GetBytes([text[i]]));
            }
        }

        return [.. bytes];
    }

    // A backslash within quotes stands for the character after it (RFC 9110, section 5.6.4).
    private static string Unquote(string quoted)
    {
        var text = new StringBuilder(quoted.Length);
        for (var i = 0; i < quoted.Length; i++)
        {
            i += quoted[i] == '\\' && i + 1 < quoted.Length ? 1 : 0;
            text.Append(quoted[i]);
        }

        return text.ToString();
    }
}
