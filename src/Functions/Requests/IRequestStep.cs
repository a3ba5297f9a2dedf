using Microsoft.AspNetCore.Http;

namespace Serverless.Functions.Requests;

/// <summary>One thing that is done with every request, around or instead of what follows.</summary>
public interface IRequestStep
{
    Task<IResult> InvokeAsync(RequestContext context, RequestHandler next);
}
