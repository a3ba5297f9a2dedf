using Microsoft.AspNetCore.Mvc;
using Serverless.Core;

namespace Serverless.Functions.Requests;

/// <summary>Ends a request whose input can't be used, before anything is written.</summary>
public sealed class RequestRefusedException : Exception
{
    public RequestRefusedException(ProblemDetails problem)
        : base(problem.Detail) => Problem = problem;

    public RequestRefusedException(FieldErrors errors)
        : this(Problems.Invalid(errors))
    {
    }

    public ProblemDetails Problem { get; }
}
