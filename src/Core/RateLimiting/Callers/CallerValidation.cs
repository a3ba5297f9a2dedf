using System.Globalization;
using System.Text;

namespace Serverless.Core.RateLimiting.Callers;

/// <summary>Turns what a user asks for into a caller's record, or says of every field what is wrong with it.</summary>
public static class CallerValidation
{
    /// <summary>The most records that there may be: each instance holds all of them.</summary>
    public const int MaxRecords = 10_000;

    /// <summary>The most characters of a note.</summary>
    public const int MaxNote = 500;

    /// <summary>The most bytes of an id: in a key of a store it is twice as long.</summary>
    public const int MaxId = 200;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads by what a caller is known, as the path names it.</summary>
    /// <param name="id">As the record has it: networks in their usual notation.</param>
    /// <returns>What is wrong; empty for nothing.</returns>
    public static FieldErrors Identify(string kind, string id, out IdentityKind known, out string normal)
    {
        var errors = new FieldErrors();
        normal = id;
        if (!EnumNames.TryParse(kind, out known) || known is not (IdentityKind.User or IdentityKind.ApiKey or IdentityKind.Ip))
        {
            return errors.Add("kind", "must be user, apiKey or ip.");
        }

        if (known != IdentityKind.Ip)
        {
            return errors.Add("id", RefuseId(id));
        }

        if (CallerNetwork.TryParse(id, out var network))
        {
            normal = network.ToString();
            return errors;
        }

        return errors.Add("id", "must be an IPv4 or IPv6 address, or a network such as 203.0.113.0/24 whose address has no bits beyond its length.");
    }

    /// <param name="revision">Names this state of the record.</param>
    /// <returns>The record, or null with at least one error.</returns>
    public static (CallerRecord? Record, FieldErrors Errors) Check(IdentityKind kind, string id, CallerRequest request, string revision)
    {
        var errors = new FieldErrors()
            .Add("kind", request.Kind is null || request.Kind == EnumNames.Of(kind) ? null : "must be the kind in the path, or be left out.")
            .Add("id", request.Id is null || (Identify(EnumNames.Of(kind), request.Id, out _, out var named).IsEmpty && named == id) ? null : "must be the id in the path, or be left out.")
            .Add("plan", ResourceName.Refuse(request.Plan))
            .Add("note", request.Note is { Length: > MaxNote } ? string.Create(CultureInfo.InvariantCulture, $"must be at most {MaxNote} characters.") : null);
        return errors.IsEmpty
            ? (new CallerRecord { Kind = kind, Id = id, Plan = request.Plan!, Note = request.Note, Revision = revision }, errors)
            : (null, errors);
    }

    private static string? RefuseId(string id)
    {
        try
        {
            return Strict.GetByteCount(id) is > 0 and <= MaxId && !id.Any(char.IsControl)
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"must have 1 to {MaxId} bytes as UTF-8, and no control characters.");
        }
        catch (EncoderFallbackException)
        {
            return "must be valid Unicode.";
        }
    }
}
