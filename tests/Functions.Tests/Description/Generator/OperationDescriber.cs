using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Serverless.Functions.Description;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Tests.Description.Generator;

/// <summary>Describes an operation by the attributes of its function.</summary>
internal sealed class OperationDescriber : IOpenApiOperationTransformer
{
    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var function = metadata.OfType<FunctionOperation>().Single();
        var document = context.Document!;
        operation.OperationId = function.IdOf(context.Description.HttpMethod!);
        operation.Parameters = ParameterDescriptions.Of(function, metadata);
        SecurityDescriptions.Describe(operation, metadata.OfType<NeedsScopeAttribute>().SingleOrDefault(), document);
        if (operation.RequestBody is OpenApiRequestBody body)
        {
            await BodyDescriptions.DescribeAsync(body, [.. metadata.OfType<TakesAttribute>()], context, cancellationToken);
        }

        var isTagged = metadata.OfType<TaggedAttribute>().Any();
        var responses = new OpenApiResponses();
        foreach (var answer in metadata.OfType<RespondsAttribute>().OrderBy(answer => answer.Status))
        {
            var response = (OpenApiResponse)operation.Responses![Text(answer.Status)];
            BodyDescriptions.Describe(response, answer);
            if (isTagged && answer.Type is not null)
            {
                response.Headers = HeaderDescriptions.Of([.. answer.Headers, ResponseHeaders.ETag]);
            }

            responses[Text(answer.Status)] = response;
        }

        if (isTagged && context.Description.HttpMethod is "GET" or "HEAD")
        {
            responses[Text(StatusCodes.Status304NotModified)] = new OpenApiResponse
            {
                Description = "The client has it already, as 'If-None-Match' says.",
                Headers = HeaderDescriptions.Of([ResponseHeaders.ETag]),
            };
        }

        AddProblems(responses, ProblemsOf(metadata), document);
        operation.Responses = responses;
    }

    private static void AddProblems(OpenApiResponses responses, IEnumerable<(string Type, int Status)> types, OpenApiDocument document)
    {
        foreach (var problems in types.GroupBy(problem => problem.Status, problem => problem.Type).OrderBy(group => group.Key))
        {
            if (responses.TryGetValue(Text(problems.Key), out var present))
            {
                // The same status as an answer, told apart by the media type.
                foreach (var (mediaType, content) in ProblemDescriptions.Describe([.. problems], document).Content!)
                {
                    present.Content![mediaType] = content;
                }
            }
            else
            {
                responses[Text(problems.Key)] = ProblemDescriptions.ResponseOf([.. problems], document);
            }
        }
    }

    /// <summary>What the steps of every request may answer, and what the function adds.</summary>
    private static IEnumerable<(string Type, int Status)> ProblemsOf(IList<object> metadata)
    {
        var types = new SortedSet<string>(StringComparer.Ordinal) { ProblemTypes.QuotaExceeded, ProblemTypes.LimitsUnavailable, ProblemTypes.Unavailable, ProblemTypes.Internal };
        if (metadata.OfType<NeedsScopeAttribute>().SingleOrDefault() is { } needs)
        {
            types.UnionWith(needs.Scope == NeedsScopeAttribute.Any ? [ProblemTypes.Unauthenticated] : [ProblemTypes.Unauthenticated, ProblemTypes.Forbidden]);
        }

        if (metadata.OfType<TakesAttribute>().Any())
        {
            types.UnionWith([ProblemTypes.InvalidRequest, ProblemTypes.TooLarge, ProblemTypes.EncodedBody, ProblemTypes.BadHttp]);
        }

        if (metadata.OfType<PagedAttribute>().Any() || metadata.OfType<ParameterAttribute>().Any(parameter => !parameter.IsHeader))
        {
            types.Add(ProblemTypes.InvalidRequest);
        }

        if (metadata.OfType<TakesAttribute>().Any(body => body.MediaType == "application/json"))
        {
            types.Add(ProblemTypes.UnsupportedFormat);
        }

        if (metadata.OfType<TaggedAttribute>().Any())
        {
            types.UnionWith([ProblemTypes.InvalidRequest, ProblemTypes.PreconditionFailed]);
        }

        types.UnionWith(metadata.OfType<FailsAttribute>().SelectMany(fails => fails.Types));
        return types.Select(type => (type, ProblemDescriptions.StatusOf(type)))
            .Concat(metadata.OfType<FailsAttribute>().SelectMany(fails => fails.AsForbidden).Select(type => (type, StatusCodes.Status403Forbidden)));
    }

    private static string Text(int status) => status.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
