using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Serverless.Functions.Tests.LocalHost.Triggers.Http;

/// <summary>A function whose class takes a scoped, a singleton and a keyed service.</summary>
internal sealed class ScopedFunctions(ScopedFunctions.PerRequest scoped, Events<object> seen, [FromKeyedServices("greeting")] string greeting)
{
    [Function("Scoped")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/scoped")] HttpRequest request)
    {
        seen.Add(this);
        seen.Add(scoped);
        return TypedResults.Text(ReferenceEquals(scoped, request.HttpContext.RequestServices.GetService<PerRequest>()) ? greeting : "another scope");
    }

    internal sealed class PerRequest;
}
