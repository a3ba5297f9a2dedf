using System.Globalization;
using Microsoft.Extensions.Options;
using Serverless.Core.RateLimiting.Routing;
using Serverless.Core.RateLimiting.Rules;

namespace Serverless.Core.RateLimiting.Apis;

/// <summary>Turns what a user asks for into an API, or says of every field what is wrong with it.</summary>
public sealed class ApiValidation(UpstreamPolicy upstreams, IOptions<ConsoleOptions> console)
{
    public const int MaxOperations = 100;

    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", ApiOperation.AnyMethod];

    /// <param name="name">The name that the API is put under.</param>
    /// <param name="revision">Names this state of the API.</param>
    /// <returns>The API, or null with at least one error.</returns>
    public (ApiDefinition? Api, FieldErrors Errors) Check(string name, ApiRequest request, string revision)
    {
        var errors = new FieldErrors()
            .Add("name", ResourceName.IsValid(name) ? null : $"must be {ResourceName.Rule}.")
            .Add("name", request.Name is null || request.Name == name ? null : "must be the name in the path, or be left out.");
        var upstream = request.Upstream is null ? null : upstreams.Check(request.Upstream, errors);
        errors.Add("documents", request.Documents != true || console.Value.Origin is not null ? null : $"may be true only where the operator gave the console an origin of its own, in {ConsoleOptions.Section}:{nameof(ConsoleOptions.Origin)}.");
        var operations = CheckOperations(request.Operations ?? [], errors);
        return errors.IsEmpty
            ? (new ApiDefinition { Name = name, Upstream = upstream, Operations = operations, RequireKey = request.RequireKey ?? false, Documents = request.Documents ?? false, Revision = revision }, errors)
            : (null, errors);
    }

    private static List<ApiOperation> CheckOperations(IReadOnlyList<ApiOperationRequest?> requests, FieldErrors errors)
    {
        if (requests.Count > MaxOperations)
        {
            errors.Add("operations", string.Create(CultureInfo.InvariantCulture, $"must be at most {MaxOperations}."));
            return [];
        }

        var operations = new List<ApiOperation>();
        var places = new HashSet<(string, string)>();
        for (var i = 0; i < requests.Count; i++)
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"operations[{i}]");
            if (CheckOperation(requests[i], field, errors) is not { } operation)
            {
                continue;
            }

            errors.Add(field, places.Add((operation.Method, new ApiRoute(operation.Route).Shape)) ? null : "has the method and the route of another one.");
            operations.Add(operation);
        }

        return operations;
    }

    private static ApiOperation? CheckOperation(ApiOperationRequest? request, string field, FieldErrors errors)
    {
        if (request is null)
        {
            errors.Add(field, "must be an object with op, method and route.");
            return null;
        }

        var op = ResourceName.Refuse(request.Op);
        var name = request.Method?.ToUpperInvariant();
        var method = Array.IndexOf(Methods, name) >= 0 ? null : $"must be one of {string.Join(", ", Methods)}.";
        var path = request.Route is ['/', .. var rest] ? rest : request.Route;
        var route = ApiRoute.Refuse(path) ?? (new ApiRoute(path!).RefuseLiterals() is { } reason ? $"{reason} No request is forwarded with that." : null);
        var countWhen = request.CountWhen?.Refuse();
        errors.Add($"{field}.op", op).Add($"{field}.method", method).Add($"{field}.route", route).Add($"{field}.countWhen.status", countWhen);
        return op is null && method is null && route is null && countWhen is null ? new ApiOperation(request.Op!, name!, path!, request.CountWhen) : null;
    }
}
