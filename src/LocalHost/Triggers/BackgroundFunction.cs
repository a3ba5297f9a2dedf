using System.Reflection;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Serverless.LocalHost.Triggers;

/// <summary>A timer or queue function, ready to be called: the trigger's value, a token if it takes one, a scope of its own.</summary>
internal sealed class BackgroundFunction
{
    private readonly IServiceScopeFactory scopes;
    private readonly FunctionInvoker invoker;
    private readonly int trigger;
    private readonly int token;
    private readonly int count;

    private BackgroundFunction(MethodInfo method, int trigger, IServiceScopeFactory scopes)
    {
        var parameters = method.GetParameters();
        this.scopes = scopes;
        this.trigger = trigger;
        invoker = new FunctionInvoker(method);
        token = Array.FindIndex(parameters, parameter => parameter.ParameterType == typeof(CancellationToken));
        count = parameters.Length;
    }

    /// <exception cref="InvalidOperationException">The function takes or returns something that such functions can't.</exception>
    public static BackgroundFunction Of<TTrigger>(FunctionDescriptor<TTrigger> function, IServiceScopeFactory scopes)
        where TTrigger : TriggerBindingAttribute
    {
        if (function.Method.ReturnType != typeof(Task) && function.Method.ReturnType != typeof(void))
        {
            throw function.Refusal("must return Task");
        }

        var trigger = function.TriggerParameter.Position;
        var result = new BackgroundFunction(function.Method, trigger, scopes);
        return result.count == (result.token < 0 ? 1 : 2)
            ? result
            : throw function.Refusal("may take its trigger and a CancellationToken, nothing else");
    }

    /// <param name="stopping">Given to the function if it takes a token: fires when the host stops.</param>
    public async Task RunAsync(object? triggerValue, CancellationToken stopping)
    {
        var arguments = new object?[count];
        arguments[trigger] = triggerValue;
        if (token >= 0)
        {
            arguments[token] = stopping;
        }

        await using var scope = scopes.CreateAsyncScope();
        if (invoker.Invoke(scope.ServiceProvider, arguments) is Task running)
        {
            await running;
        }
    }
}
