using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Serverless.Functions.Tests.LocalHost.Triggers.Http;

/// <summary>Functions that answer with what they were called with.</summary>
internal sealed class EchoFunctions
{
    [Function("Key")]
    public IResult Key([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "{key}")] HttpRequest request, string key) =>
        TypedResults.Text($"{request.Method} key={key}");

    [Function("Root")]
    public IResult Root([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{ignored:maxlength(0)?}")] HttpRequest request, string? ignored) =>
        TypedResults.Text($"{request.Method} root={ignored}");

    [Function("Item")]
    public async Task<IResult> ItemAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/Items/{name}/{part?}")] HttpRequest request, string name, string? part)
    {
        await request.Body.CopyToAsync(Stream.Null, request.HttpContext.RequestAborted);
        return TypedResults.Text($"name={name} part={part ?? "null"}");
    }

    [Function("Put")]
    public IResult Put([HttpTrigger(AuthorizationLevel.Anonymous, "PUT", Route = "api/items/{name}")] HttpRequest request, string name) =>
        TypedResults.Text($"{request.Method} {name}");

    [Function("Typed")]
    public IResult Typed(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/typed/{number:int}/{big:long}/{id:guid}")] HttpRequest request, int number, long big, Guid id) =>
        TypedResults.Text(string.Create(CultureInfo.InvariantCulture, $"{request.Method} {number} {big} {id}"));

    [Function("OptionalNumber")]
    public IResult OptionalNumber([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/optional/int/{number:int?}")] HttpRequest request, int? number) =>
        TypedResults.Text($"{request.Method} {number?.ToString(CultureInfo.InvariantCulture) ?? "null"}");

    [Function("OptionalBig")]
    public IResult OptionalBig([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/optional/long/{big:long?}")] HttpRequest request, long? big) =>
        TypedResults.Text($"{request.Method} {big?.ToString(CultureInfo.InvariantCulture) ?? "null"}");

    [Function("OptionalId")]
    public IResult OptionalId([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/optional/guid/{id:guid?}")] HttpRequest request, Guid? id) =>
        TypedResults.Text($"{request.Method} {id?.ToString() ?? "null"}");

    [Function("Anything")]
    public IResult Anything([HttpTrigger(AuthorizationLevel.Anonymous, Route = "gateway/{api}/{*path}")] HttpRequest request, string api, string? path) =>
        TypedResults.Text($"{request.Method} {api} {path ?? "null"}");

    [Function("Header")]
    public IResult Header([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/header/{name}")] HttpRequest request, string name) =>
        TypedResults.Text($"{request.Headers[name].Count}: {request.Headers[name]}");

    [Function("Hop")]
    public IResult Hop([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/hop")] HttpRequest request)
    {
        request.HttpContext.Response.Headers.Connection = "close";
        request.HttpContext.Response.Headers.KeepAlive = "timeout=5";
        request.HttpContext.Response.Headers["X-Kept"] = "yes";
        return TypedResults.Text("hop");
    }

    [Function("Refused")]
    public IResult Refused([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/refused")] HttpRequest request) =>
        TypedResults.Text(request.Method, statusCode: StatusCodes.Status405MethodNotAllowed);

    [Function("Nothing")]
    public IResult Nothing([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/nothing")] HttpRequest request) =>
        request.Query.ContainsKey("never") ? TypedResults.Ok() : null!;
}
