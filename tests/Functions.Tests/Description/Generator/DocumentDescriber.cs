using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Serverless.Functions.Tests.Description.Generator;

/// <summary>Says what the document is about.</summary>
internal sealed class DocumentDescriber : IOpenApiDocumentTransformer
{
    private const string About =
        """
        A URL shortener, a rate limiter and a message queue behind one HTTP surface.

        JSON is camelCase, times are `2026-11-23T10:00:00Z`, durations ISO 8601 (`PT30S`). Every operation that names a scope needs an
        API key. Whatever is wrong with a request is answered with a problem document (RFC 9457): compare its `type`, show its `detail`.
        Unknown fields are refused. Answers may gain fields: ignore those you don't know. A path or method that does not exist is a 404
        without a body. Lists come in pages: `?limit=` and `?continuation=`. Every answer has an `x-request-id`: the one that was sent,
        if it can be used (1-128 letters, digits and `-._~:/+=@|`), or a new one.
        """;

    private static readonly (string Name, string Description)[] Tags =
    [
        ("Links", "Short keys for long URLs."),
        ("Rate limits", "Rules, checks, and the gateway that applies them."),
        ("Topics", "Where messages are published to."),
        ("Subscriptions", "Who gets the messages of a topic, and how far each has come."),
        ("Messages", "Publishing, pulling and acknowledging."),
        ("Keys", "API keys: the operator's."),
        ("Health", "For load balancers."),
        ("About", "What this service says of itself."),
    ];

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Serverless",
            Version = "1",
            Description = About,
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
        };
        document.Servers = [new OpenApiServer { Url = "/", Description = "Where this document comes from." }];
        document.Tags = new HashSet<OpenApiTag>(Tags.Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description }));
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = SecurityDescriptions.Schemes;
        return Task.CompletedTask;
    }
}
