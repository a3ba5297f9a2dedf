using System.ComponentModel.DataAnnotations;

namespace Serverless.Core.UrlShortening;

/// <summary>Demands of a setting that it be null or an absolute http(s) address without credentials.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HttpAddressAttribute() : ValidationAttribute
{
    /// <summary>Whether visitors are sent there as it stands, so that it must be ASCII and may have a query and a fragment; to others something is appended.</summary>
    public bool IsLocation { get; init; }

    public override bool IsValid(object? value) =>
        value is null or "" || (value is string text && Uri.TryCreate(text, UriKind.Absolute, out var address)
            && address is { Scheme: "http" or "https", UserInfo: "" }
            && (IsLocation ? !text.AsSpan().ContainsAnyExceptInRange('!', '~') : address is { Query: "", Fragment: "" }));

    public override string FormatErrorMessage(string name) => IsLocation
        ? $"{name} must be an absolute http or https address in ASCII without credentials."
        : $"{name} must be an absolute http or https address without query, fragment or credentials.";
}
