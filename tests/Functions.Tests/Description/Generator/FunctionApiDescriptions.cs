using System.Reflection;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Azure.Functions.Worker;
using Serverless.Functions.Description;
using Serverless.LocalHost.Triggers;

namespace Serverless.Functions.Tests.Description.Generator;

/// <summary>Tells ASP.NET Core's API explorer of the HTTP functions, which it can't find by itself: one operation for each method.</summary>
internal sealed class FunctionApiDescriptions(FunctionCatalog catalog) : IApiDescriptionProvider
{
    // Of a function that takes any method: those that OpenAPI has words for, and people use.
    private static readonly string[] AnyMethod = ["get", "head", "post", "put", "patch", "delete", "options"];

    public int Order => 0;

    /// <summary>The methods that a function is described in.</summary>
    public static string[] MethodsOf(HttpTriggerAttribute trigger) => trigger.Methods is { Length: > 0 } methods ? methods : AnyMethod;

    public void OnProvidersExecuting(ApiDescriptionProviderContext context)
    {
        foreach (var function in catalog.Http.OrderBy(function => function.Trigger.Route, StringComparer.Ordinal).ThenBy(function => function.Name, StringComparer.Ordinal))
        {
            foreach (var method in MethodsOf(function))
            {
                context.Results.Add(Describe(function, method.ToUpperInvariant()));
            }
        }
    }

    public void OnProvidersExecuted(ApiDescriptionProviderContext context)
    {
    }

    private static string[] MethodsOf(FunctionDescriptor<HttpTriggerAttribute> function) => MethodsOf(function.Trigger);

    private static ApiDescription Describe(FunctionDescriptor<HttpTriggerAttribute> function, string method)
    {
        var metadata = function.Method.DeclaringType!.GetCustomAttributes().Concat(function.Method.GetCustomAttributes());
        var description = new ApiDescription
        {
            HttpMethod = method,
            RelativePath = FunctionOperation.PathOf(function.Trigger.Route!),
            ActionDescriptor = new ActionDescriptor
            {
                DisplayName = function.Name,
                EndpointMetadata = [.. metadata, new FunctionOperation(function.Name, function.Trigger.Route!, MethodsOf(function).Length > 1)],
            },
        };
        if (function.Method.GetCustomAttributes<TakesAttribute>().FirstOrDefault() is { } body)
        {
            description.ParameterDescriptions.Add(new ApiParameterDescription { Name = "body", Source = BindingSource.Body, Type = body.Type, IsRequired = !body.IsOptional });
            description.SupportedRequestFormats.Add(new ApiRequestFormat { MediaType = body.MediaType });
        }

        foreach (var answer in function.Method.GetCustomAttributes<RespondsAttribute>())
        {
            description.SupportedResponseTypes.Add(new ApiResponseType
            {
                StatusCode = answer.Status,
                Type = answer.Type,
                ApiResponseFormats = answer.Type is null ? [] : [new ApiResponseFormat { MediaType = answer.MediaType }],
            });
        }

        return description;
    }
}
