using Microsoft.AspNetCore.Http;

namespace Serverless.Functions.Requests;

/// <summary>The rest of a request's way: the next step, or the function's own work.</summary>
public delegate Task<IResult> RequestHandler(RequestContext context);
