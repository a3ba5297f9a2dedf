using System.Reflection;

namespace Serverless.LocalHost.Triggers;

/// <summary>
/// Calls a function on a fresh instance of its class. Reflection's invokers are ready at once and fast when warm; a factory
/// of <c>ActivatorUtilities</c> would compile an expression per class first.
/// </summary>
public sealed class FunctionInvoker
{
    private readonly ConstructorInvoker constructor;
    private readonly MethodInvoker method;
    private readonly ServiceArgument[] services;

    private object?[]? singletons;

    /// <exception cref="InvalidOperationException">The class has not exactly one public constructor.</exception>
    public FunctionInvoker(MethodInfo function)
    {
        var constructors = function.DeclaringType!.GetConstructors();
        if (constructors is not [var only])
        {
            throw new InvalidOperationException($"{function.DeclaringType} has {constructors.Length} public constructors instead of one.");
        }

        constructor = ConstructorInvoker.Create(only);
        method = MethodInvoker.Create(function);
        services = [.. only.GetParameters().Select(ServiceArgument.For)];
    }

    /// <summary>Whether the class asks for services that are not the same for every call.</summary>
    internal bool NeedsScope(ServiceLifetimes lifetimes) => !services.All(lifetimes.IsSingleton);

    /// <summary>Calls the function and returns what it returned; its exceptions come out as they are.</summary>
    /// <param name="provider">Of the call's scope; may be the app's where none is needed.</param>
    public object? Invoke(IServiceProvider provider, Span<object?> arguments) => method.Invoke(MakeInstance(provider), arguments);

    /// <summary>The same for a class whose services are all the app's own: they are looked up once.</summary>
    internal object? InvokeUnscoped(IServiceProvider app, Span<object?> arguments)
    {
        singletons ??= Resolve(app);
        return method.Invoke(constructor.Invoke(singletons.AsSpan()), arguments);
    }

    private object MakeInstance(IServiceProvider provider) => constructor.Invoke(Resolve(provider).AsSpan());

    private object?[] Resolve(IServiceProvider provider)
    {
        var arguments = new object?[services.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = services[i].From(provider);
        }

        return arguments;
    }
}
