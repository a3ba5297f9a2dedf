using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace Serverless.LocalHost.Triggers.Http;

/// <summary>Maps the HTTP functions of the registered catalog to their methods and routes.</summary>
public static class FunctionEndpoints
{
    /// <exception cref="InvalidOperationException">A function is declared in a way that the host doesn't support.</exception>
    public static IEndpointRouteBuilder MapFunctions(this IEndpointRouteBuilder endpoints)
    {
        var catalog = endpoints.ServiceProvider.GetRequiredService<FunctionCatalog>();
        var prefix = endpoints.ServiceProvider.GetRequiredService<HostSettings>().RoutePrefix.Trim('/');
        foreach (var function in catalog.Http)
        {
            endpoints.Map(function, prefix);
        }

        return endpoints;
    }

    private static void Map(this IEndpointRouteBuilder endpoints, FunctionDescriptor<HttpTriggerAttribute> function, string prefix)
    {
        var route = function.Trigger.Route ?? function.Name;
        var pattern = RoutePatternFactory.Parse(prefix.Length == 0 ? route : $"{prefix}/{route}");
        var endpoint = endpoints.Map(pattern, new HttpFunction(function, pattern, endpoints.ServiceProvider).RunAsync).WithDisplayName(function.Name);
        if (function.Trigger.Methods is { Length: > 0 } methods)
        {
            endpoint.WithMetadata(new HttpMethodMetadata(methods));
        }
    }
}
