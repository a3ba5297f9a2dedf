using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using NCrontab;

namespace Serverless.Functions.Tests.Rules;

/// <summary>What the worker's generator, its analyzers and the Functions host demand of a function; the local build sees none of them.</summary>
public sealed partial class FunctionRulesTests
{
    private static readonly Type[] RouteParameterTypes =
        [typeof(string), typeof(int), typeof(int?), typeof(long), typeof(long?), typeof(Guid), typeof(Guid?)];

    /// <summary>Types that a file with <c>using Microsoft.Azure.Functions.Worker</c> sees beside ours.</summary>
    private static readonly string[] WorkerTypeNames =
        ["TraceContext", "BindingContext", "RetryContext", "ScheduleStatus", "WorkerOptions", "InvocationResult", "FunctionContext", "TimerInfo"];

    public static TheoryData<string> Names => [.. FunctionMethods.All.Select(FunctionMethods.NameOf)];

    public static TheoryData<string> HttpNames =>
        [.. FunctionMethods.All.Where(method => FunctionMethods.HttpOf(method) is not null).Select(FunctionMethods.NameOf)];

    public static TheoryData<string> OtherNames =>
        [.. FunctionMethods.All.Where(method => FunctionMethods.HttpOf(method) is null).Select(FunctionMethods.NameOf)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_class_can_be_made_by_the_worker(string name)
    {
        var type = FunctionMethods.Named(name).DeclaringType!;
        Assert.True(
            type is { IsPublic: true, IsClass: true, IsSealed: true, IsAbstract: false, ContainsGenericParameters: false },
            "A function class is public and sealed, not nested, not static, not generic.");
        Assert.Single(type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance));
        Assert.Single(type.GetConstructors());
        Assert.False(
            typeof(IDisposable).IsAssignableFrom(type) || typeof(IAsyncDisposable).IsAssignableFrom(type),
            "The worker never disposes it.");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_method_can_be_found_by_the_worker(string name)
    {
        const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;
        var method = FunctionMethods.Named(name);
        Assert.Matches(FunctionName(), name);
        Assert.True(method is { IsPublic: true, IsStatic: false, IsGenericMethod: false });
        Assert.Single(method.DeclaringType!.GetMethods(Any), other => other.Name == method.Name);
        Assert.Single(method.GetParameters(), IsTrigger);
    }

    /// <summary>The worker's generator takes attributes of the method that derive from its own for output bindings, and knows no generic ones.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Attributes_beside_the_functions_own_mean_nothing_to_the_worker(string name) => Assert.All(
        FunctionMethods.Named(name).GetCustomAttributes().Where(attribute => attribute is not FunctionAttribute).Select(attribute => attribute.GetType()),
        type => Assert.True(
            !type.IsGenericType && !(type.BaseType!.Namespace ?? "").StartsWith("Microsoft.Azure.Functions", StringComparison.Ordinal),
            $"{type} could be taken for a binding."));

    [Theory]
    [MemberData(nameof(HttpNames))]
    public void An_http_function_takes_the_request_and_its_route_parameters_alone(string name)
    {
        var method = FunctionMethods.Named(name);
        var route = RoutePatternFactory.Parse(FunctionMethods.HttpOf(method)!.Route!);
        var others = method.GetParameters().Where(parameter => !IsTrigger(parameter)).ToArray();
        Assert.Equal(typeof(HttpRequest), method.GetParameters().Single(IsTrigger).ParameterType);
        Assert.Equal(route.Parameters.Select(parameter => parameter.Name).Order(), others.Select(parameter => parameter.Name!).Order());
        Assert.All(others, parameter => Assert.Contains(parameter.ParameterType, RouteParameterTypes));
        Assert.All(others, parameter => Assert.Equal(route.GetParameter(parameter.Name!)!.IsOptional, IsNullable(parameter)));
        Assert.All(
            others.Where(parameter => parameter.ParameterType != typeof(string)),
            parameter => Assert.NotEmpty(route.GetParameter(parameter.Name!)!.ParameterPolicies));
    }

    [Theory]
    [MemberData(nameof(HttpNames))]
    public void An_http_function_has_a_route_that_the_host_serves(string name)
    {
        var http = FunctionMethods.HttpOf(FunctionMethods.Named(name))!;
        Assert.Contains(FunctionMethods.Named(name).ReturnType, new[] { typeof(IResult), typeof(Task<IResult>) });
        Assert.Equal(AuthorizationLevel.Anonymous, http.AuthLevel);
        Assert.Matches(Route(), http.Route ?? "");
        Assert.DoesNotMatch(ReservedRoute(), http.Route!);
    }

    [Theory]
    [MemberData(nameof(OtherNames))]
    public void A_timer_or_queue_function_takes_its_trigger_and_a_cancellation_token(string name)
    {
        var method = FunctionMethods.Named(name);
        Assert.Equal(typeof(Task), method.ReturnType);
        Assert.Equal(
            [typeof(CancellationToken)],
            method.GetParameters().Where(parameter => !IsTrigger(parameter)).Select(parameter => parameter.ParameterType));
        if (method.GetParameters().Single(IsTrigger).GetCustomAttribute<TimerTriggerAttribute>() is { } timer)
        {
            Assert.NotNull(CrontabSchedule.Parse(timer.Schedule, new CrontabSchedule.ParseOptions { IncludingSeconds = true }));
        }
    }

    [Fact]
    public void Names_are_unique_without_case() =>
        Assert.Distinct(FunctionMethods.All.Select(FunctionMethods.NameOf), StringComparer.OrdinalIgnoreCase);

    [Fact]
    public void Nothing_in_the_app_is_async_void() => Assert.Empty(typeof(ServerlessServices).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(method => method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute)))
        .Select(method => $"{method.DeclaringType}.{method.Name}"));

    [Fact]
    public void No_type_of_ours_has_a_name_that_the_worker_brings() => Assert.Empty(typeof(ServerlessServices).Assembly.GetTypes()
        .Concat(typeof(Core.UrlShortening.ShortLink).Assembly.GetTypes())
        .Where(type => type.Namespace?.StartsWith("Serverless.", StringComparison.Ordinal) == true)
        .Select(type => type.Name)
        .Intersect(WorkerTypeNames, StringComparer.Ordinal));

    private static bool IsTrigger(ParameterInfo parameter) => parameter.IsDefined(typeof(TriggerBindingAttribute));

    private static bool IsNullable(ParameterInfo parameter) => Nullable.GetUnderlyingType(parameter.ParameterType) is not null
        || (!parameter.ParameterType.IsValueType && new NullabilityInfoContext().Create(parameter).ReadState == NullabilityState.Nullable);

    [GeneratedRegex("^(?!host$)[A-Za-z][A-Za-z0-9_-]{0,127}$", RegexOptions.IgnoreCase)]
    private static partial Regex FunctionName();

    [GeneratedRegex("^[^/~].*[^/]$")]
    private static partial Regex Route();

    [GeneratedRegex("^(admin|runtime)", RegexOptions.IgnoreCase)]
    private static partial Regex ReservedRoute();
}
