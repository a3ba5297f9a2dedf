using Microsoft.AspNetCore.Http;
using Serverless.Core;

namespace Serverless.Functions.Requests;

/// <summary>Refuses query parameters that the operation does not know: ignored, a mistyped one would change what is answered without a word.</summary>
public sealed class ParametersStep : IRequestStep
{
    public Task<IResult> InvokeAsync(RequestContext context, RequestHandler next)
    {
        if (context.Operation.Parameters is not { } known || !context.Request.QueryString.HasValue)
        {
            return next(context);
        }

        var errors = new FieldErrors();
        foreach (var name in context.Request.Query.Keys.Where(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)))
        {
            errors.Add(name, known.Count == 0 ? "is no parameter: this operation has none." : $"is no parameter of this operation: it has {string.Join(", ", known)}.");
        }

        return errors.IsEmpty ? next(context) : Task.FromResult<IResult>(new ProblemResult(Problems.Invalid(errors)));
    }
}
