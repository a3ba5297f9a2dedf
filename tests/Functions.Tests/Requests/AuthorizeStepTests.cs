using Microsoft.AspNetCore.Http;
using Serverless.Core.Access;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Tests.Requests;

/// <summary>Who may enter an operation, for a resource of the route or of the body.</summary>
public sealed class AuthorizeStepTests
{
    private static readonly Operation Publish = new("test.publish", ScopeNames.Publish);
    private static readonly Operation PublishFromBody = Publish with { IsOnResourcesInBody = true };

    [Theory]
    [InlineData("publish", "orders", true)]
    [InlineData("admin", "orders", true)]
    [InlineData("publish:orders", "orders", true)]
    [InlineData("publish:ord*", "orders", true)]
    [InlineData("publish:orders", "orders-2", false)]
    [InlineData("publish:orders", null, false)]
    [InlineData("subscribe:orders", "orders", false)]
    public async Task Lets_in_who_has_the_scope_for_the_resource(string scope, string? resource, bool enters)
    {
        Assert.Equal(enters, await EntersAsync(resource is null ? Publish : Publish.On(resource), scope, _ => { }));
        Assert.Equal(enters, await EntersAsync(PublishFromBody, scope, context => context.Require(resource)));
    }

    [Fact]
    public async Task Turns_away_at_the_door_who_has_the_scope_for_nothing() =>
        Assert.False(await EntersAsync(PublishFromBody, "links", _ => Assert.Fail("It entered.")));

    private static async Task<bool> EntersAsync(Operation operation, string scope, Action<RequestContext> handle)
    {
        var context = new RequestContext(new DefaultHttpContext().Request, operation, _ => throw new NotSupportedException())
        {
            Caller = new Caller("id", "owner", [Scope.Parse(scope)]),
        };
        try
        {
            var result = await new AuthorizeStep().InvokeAsync(context, entered =>
            {
                handle(entered);
                return Task.FromResult(Results.Ok());
            });
            return result is not ProblemResult { StatusCode: StatusCodes.Status403Forbidden };
        }
        catch (RequestRefusedException refused) when (refused.Problem.Status == StatusCodes.Status403Forbidden)
        {
            return false;
        }
    }
}
