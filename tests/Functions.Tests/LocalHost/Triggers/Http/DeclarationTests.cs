using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Serverless.Functions.Tests.LocalHost.Triggers.Http;

public sealed class DeclarationTests
{
    [Theory]
    [InlineData(typeof(WithKeys), "Function keys")]
    [InlineData(typeof(WithText), "must return IResult")]
    [InlineData(typeof(WithService), "parameter cancellationToken")]
    [InlineData(typeof(WithUnknownParameter), "parameter other")]
    [InlineData(typeof(WithEnum), "parameter day")]
    [InlineData(typeof(WithTwoConstructors), "2 public constructors")]
    public async Task Refuses_to_start_with_a_function_the_host_could_not_run(Type functions, string reason)
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => FunctionsServer.StartAsync(functions));

        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    internal sealed class WithKeys
    {
        [Function("Refused")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Function, "get", Route = "a")] HttpRequest request) => TypedResults.Text(request.Path + this);
    }

    internal sealed class WithText
    {
        [Function("Refused")]
        public Task<string> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "a")] HttpRequest request) => Task.FromResult(request.Path + this);
    }

    internal sealed class WithService
    {
        [Function("Refused")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "a")] HttpRequest request, CancellationToken cancellationToken) =>
            TypedResults.Text(request.Path + this + cancellationToken);
    }

    internal sealed class WithUnknownParameter
    {
        [Function("Refused")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{one}")] HttpRequest request, string other) => TypedResults.Text(request.Path + this + other);
    }

    internal sealed class WithEnum
    {
        [Function("Refused")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{day}")] HttpRequest request, DayOfWeek day) => TypedResults.Text(request.Path + this + day);
    }

    internal sealed class WithTwoConstructors(int number)
    {
        public WithTwoConstructors()
            : this(0)
        {
        }

        [Function("Refused")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "a")] HttpRequest request) => TypedResults.Text(request.Path + number);
    }
}
