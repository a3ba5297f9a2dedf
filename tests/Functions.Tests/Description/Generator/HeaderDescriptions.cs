using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using Serverless.Functions.Description;
using Serverless.Functions.RateLimiting.Checking;

namespace Serverless.Functions.Tests.Description.Generator;

/// <summary>Describes the headers of answers.</summary>
internal static class HeaderDescriptions
{
    public static Dictionary<string, IOpenApiHeader>? Of(IEnumerable<string> names)
    {
        var headers = names.ToDictionary(name => name, Describe);
        return headers.Count == 0 ? null : headers;
    }

    public static Dictionary<string, IOpenApiHeader>? OfProblem(int status) => Of(status switch
    {
        StatusCodes.Status412PreconditionFailed => [ResponseHeaders.ETag],
        StatusCodes.Status401Unauthorized => [HeaderNames.WWWAuthenticate],
        StatusCodes.Status429TooManyRequests => [RateLimitHeaders.Policy, RateLimitHeaders.Limit, HeaderNames.RetryAfter],
        StatusCodes.Status503ServiceUnavailable => [HeaderNames.RetryAfter],
        _ => [],
    });

    private static IOpenApiHeader Describe(string name)
    {
        var (description, example) = ResponseHeaders.All[name];
        return name == HeaderNames.RetryAfter
            ? new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1" }, Example = int.Parse(example, System.Globalization.CultureInfo.InvariantCulture) }
            : new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Example = example };
    }
}
