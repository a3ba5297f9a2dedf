using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace Serverless.LocalHost.Triggers.Http;

/// <summary>An HTTP function, ready to answer requests that were routed to it.</summary>
internal sealed class HttpFunction
{
    private readonly FunctionInvoker invoker;
    private readonly Func<HttpContext, object?>[] arguments;
    private readonly IServiceProvider? unscoped;

    /// <param name="app">The app's services.</param>
    /// <exception cref="InvalidOperationException">The function takes or returns something that HTTP functions can't, or wants the host to check keys.</exception>
    public HttpFunction(FunctionDescriptor<HttpTriggerAttribute> function, RoutePattern route, IServiceProvider app)
    {
        if (function.Trigger.AuthLevel != AuthorizationLevel.Anonymous)
        {
            throw function.Refusal($"asks for {function.Trigger.AuthLevel} keys; only {nameof(AuthorizationLevel.Anonymous)} is supported");
        }

        if (function.Method.ReturnType != typeof(Task<IResult>) && !function.Method.ReturnType.IsAssignableTo(typeof(IResult)))
        {
            throw function.Refusal("must return IResult or Task<IResult>");
        }

        invoker = new FunctionInvoker(function.Method);
        unscoped = invoker.NeedsScope(app.GetRequiredService<ServiceLifetimes>()) ? null : app;
        arguments = [.. function.Method.GetParameters().Select(parameter =>
            Reader(parameter.Name!, parameter.ParameterType, route) ?? throw function.Refusal($"can't be given its parameter {parameter.Name}"))];
    }

    public async Task RunAsync(HttpContext context)
    {
        var values = new object?[arguments.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = arguments[i](context);
        }

        var returned = unscoped is null ? invoker.Invoke(context.RequestServices, values) : invoker.InvokeUnscoped(unscoped, values);
        var result = returned is Task<IResult> pending ? await pending : (IResult?)returned;
        if (result is not null)
        {
            await result.ExecuteAsync(context);
        }
    }

    private static Func<HttpContext, object?>? Reader(string name, Type type, RoutePattern route)
    {
        if (type == typeof(HttpRequest))
        {
            return context => context.Request;
        }

        return route.GetParameter(name) is null ? null : RouteArgument.Reader(name, type);
    }
}
