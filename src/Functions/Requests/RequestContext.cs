using Microsoft.AspNetCore.Http;
using Serverless.Core.Access;

namespace Serverless.Functions.Requests;

/// <summary>One request on its way through the steps.</summary>
public sealed class RequestContext(HttpRequest request, Operation operation, RequestHandler handler)
{
    private Caller? caller;

    public HttpRequest Request => request;

    public Operation Operation => operation;

    /// <summary>What the function does once every step has let the request pass.</summary>
    public RequestHandler Handler => handler;

    /// <summary>Who asks.</summary>
    /// <exception cref="InvalidOperationException">The operation is open: nobody was asked for a key.</exception>
    public Caller Caller
    {
        get => caller ?? throw new InvalidOperationException($"The operation {operation.Name} is open and knows no caller.");
        set => caller = value;
    }

    /// <summary>What a step would answer instead of going on, kept until it is known whether an administrator asks; null for nothing.</summary>
    public IResult? KeptRefusal { get; set; }

    /// <summary>Refuses a caller whose key lacks the operation's permission for a resource that the body names.</summary>
    /// <param name="resource">Its name; null for all of its kind together, such as a list.</param>
    /// <exception cref="RequestRefusedException">403.</exception>
    public void Require(string? resource)
    {
        if (operation.Permission is { } permission && !Caller.May(permission, resource))
        {
            throw new RequestRefusedException(Problems.Forbidden(permission, resource));
        }
    }

    /// <summary>Fires when the client has gone.</summary>
    public CancellationToken Aborted => request.HttpContext.RequestAborted;
}
