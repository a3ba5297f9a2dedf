using Microsoft.AspNetCore.Http;

namespace Serverless.Functions.Requests;

/// <summary>Reads header values as UTF-8, and refuses requests with others, but where headers are only passed on: there they stay as they came.</summary>
public sealed class HeaderTextStep : IRequestStep
{
    public Task<IResult> InvokeAsync(RequestContext context, RequestHandler next) =>
        context.Operation.PassesHeadersOn || TryRead(context.Request.Headers) ? next(context) : Task.FromResult<IResult>(new ProblemResult(Problems.BadHttp(StatusCodes.Status400BadRequest)));

    private static bool TryRead(IHeaderDictionary headers)
    {
        List<(string Name, string Value)>? read = null;
        foreach (var (name, values) in headers)
        {
            var value = values.ToString();
            if (HeaderText.ReadUtf8(value) is not { } text)
            {
                return false;
            }

            if (!ReferenceEquals(text, value))
            {
                (read ??= []).Add((name, text));
            }
        }

        foreach (var (name, value) in read ?? [])
        {
            headers[name] = value;
        }

        return true;
    }
}
