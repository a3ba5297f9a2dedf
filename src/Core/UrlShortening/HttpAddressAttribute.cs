using System.ComponentModel.DataAnnotations;

namespace Serverless.Core.UrlShortening;

/// <summary>Demands of a setting that it be null or an absolute http(s) address without query, fragment or credentials.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HttpAddressAttribute()
    : ValidationAttribute("{0} must be an absolute http or https address without query, fragment or credentials.")
{
    public override bool IsValid(object? value) =>
        value is null or "" || (value is string text && Uri.TryCreate(text, UriKind.Absolute, out var address)
            && address is { Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" });
}
