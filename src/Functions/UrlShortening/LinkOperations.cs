using Serverless.Core.Access;
using Serverless.Functions.Requests;

namespace Serverless.Functions.UrlShortening;

/// <summary>The operations of the URL shortener.</summary>
public static class LinkOperations
{
    public static readonly Operation Create = new("links.create", ScopeNames.Links) { Parameters = ["dryRun"] };
    public static readonly Operation List = new("links.list", ScopeNames.Links) { Parameters = [.. PageQuery.Parameters, "owner", "tag", "q"] };
    public static readonly Operation Get = new("links.get", ScopeNames.Links);
    public static readonly Operation Change = new("links.change", ScopeNames.Links) { Audited = AuditedResource.Link.Is("patch") };
    public static readonly Operation Delete = new("links.delete", ScopeNames.Links) { Audited = AuditedResource.Link.Is("delete") };
    public static readonly Operation Restore = new("links.restore", ScopeNames.Links) { Audited = AuditedResource.Link.Is("restore") };
    public static readonly Operation Stats = new("links.stats", ScopeNames.Links);
    public static readonly Operation Qr = new("links.qr", ScopeNames.Links);
    public static readonly Operation Follow = new("links.follow", null) { Parameters = null, LogsOnlyFaults = true };
}
