using System.Net;
using Microsoft.AspNetCore.Http;
using Serverless.Core;
using Serverless.Core.RateLimiting;
using Serverless.Functions.Requests;

namespace Serverless.Functions.RateLimiting.Counters;

/// <summary>Which counter a request is about: a rule's, of a caller who is named by what the rule counts by.</summary>
internal sealed record CounterQuestion(string Rule, string? User, string? ApiKey, string? Ip, string? Header, string? Plan)
{
    private static readonly string[] Fields = ["rule", "user", "apiKey", "ip", "header", "plan"];

    /// <exception cref="RequestRefusedException">The query names no rule, or something twice, or an address that is none.</exception>
    public static CounterQuestion Read(IQueryCollection query)
    {
        var errors = new FieldErrors().Add("rule", ResourceName.Refuse(query["rule"]));
        foreach (var field in Fields)
        {
            errors.Add(field, query[field].Count > 1 ? "must be given once." : null);
            errors.Add(field, query[field].Count == 1 && query[field].ToString().Length == 0 ? "must not be empty." : null);
        }

        errors.Add("ip", query["ip"].Count > 0 && !IPAddress.TryParse(query["ip"], out _) ? "must be an IPv4 or IPv6 address." : null);
        errors.Add("plan", query["plan"].Count > 0 && !ResourceName.IsValid(query["plan"]) ? $"must be {ResourceName.Rule}." : null);
        return errors.IsEmpty
            ? new CounterQuestion(query["rule"]!, query["user"], query["apiKey"], query["ip"], query["header"], query["plan"])
            : throw new RequestRefusedException(errors);
    }

    /// <summary>The caller as the rule sees it.</summary>
    /// <exception cref="RequestRefusedException">The rule counts by something else than what was named.</exception>
    public RateLimitCaller CallerOf(RateLimitRule rule)
    {
        (string Name, string? Value)[] given = [("user", User), ("apiKey", ApiKey), ("ip", Ip), ("header", Header)];
        var named = given.Where(each => each.Value is not null).Select(each => each.Name).ToArray();
        var own = rule.IdentifyBy == IdentityKind.Global ? null : EnumNames.Of(rule.IdentifyBy);
        var errors = new FieldErrors()
            .Add("rule", own is null && named.Length > 0 ? "counts all callers together: name none." : null)
            .Add("rule", own is not null && (named is not [var only] || (only != own && only != "ip")) ? $"counts by {IdentityNames.Of(rule)}: name one caller by {(own == "ip" ? "ip" : $"{own}, or by ip where it has none")}." : null);
        return errors.IsEmpty
            ? new RateLimitCaller(User, ApiKey, Ip, Header is null ? null : new Dictionary<string, string> { [rule.Header!] = Header }, Plan)
            : throw new RequestRefusedException(errors);
    }
}
