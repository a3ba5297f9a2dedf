using Microsoft.AspNetCore.Http;

namespace Serverless.Functions.Requests;

/// <summary>
/// One thing that is done with every request, around or instead of what follows. A redirect passes all steps and usually
/// waits for nothing: a step that adds no wait of its own hands the task of what follows on.
/// </summary>
public interface IRequestStep
{
    Task<IResult> InvokeAsync(RequestContext context, RequestHandler next);
}

/// <summary>The rest of a request's way: the next step, or the function's own work.</summary>
public delegate Task<IResult> RequestHandler(RequestContext context);
