using Microsoft.Azure.Functions.Worker;
using Serverless.LocalHost.Triggers;

namespace Serverless.Functions.Tests.LocalHost.Triggers;

public sealed class FunctionCatalogTests
{
    [Fact]
    public void Finds_the_functions_of_a_class_by_their_trigger()
    {
        var catalog = FunctionCatalog.Of(typeof(SampleFunctions));

        Assert.Equal("samples", Assert.Single(catalog.Http).Trigger.Route);
        Assert.Equal("0 0 0 1 1 *", Assert.Single(catalog.Timers).Trigger.Schedule);
        Assert.Equal("samples", Assert.Single(catalog.Queues).Trigger.QueueName);
        Assert.Equal("SampleQueue", catalog.Queues[0].Name);
        Assert.Equal("message", catalog.Queues[0].TriggerParameter.Name);
    }

    [Fact]
    public void Finds_the_public_classes_of_an_assembly()
    {
        var catalog = FunctionCatalog.Of(typeof(SampleFunctions).Assembly);

        Assert.Contains(catalog.Timers, function => function.Method.DeclaringType == typeof(SampleFunctions));
        Assert.DoesNotContain(catalog.Timers, function => function.Method.DeclaringType == typeof(SecondSampleFunctions));
    }

    [Fact]
    public void Refuses_two_functions_of_one_name_in_whatever_case()
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => FunctionCatalog.Of(typeof(SampleFunctions), typeof(SecondSampleFunctions)));

        Assert.Contains("sampleTIMER", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(FunctionsWithoutTrigger))]
    [InlineData(typeof(FunctionsWithTwoTriggers))]
    public void Refuses_a_function_without_exactly_one_trigger(Type functions)
    {
        Assert.Throws<InvalidOperationException>(() => FunctionCatalog.Of(functions));
    }

    internal sealed class SecondSampleFunctions
    {
        [Function("sampleTIMER")]
        public static Task StaticIsIgnored([TimerTrigger("* * * * * *")] TimerInfo timer) => Task.FromResult(timer);

        [Function("sampleTIMER")]
        public Task RunAsync([TimerTrigger("0 * * * * *")] TimerInfo timer) => Task.FromResult((this, timer));
    }

    internal sealed class FunctionsWithoutTrigger
    {
        [Function("None")]
        public Task RunAsync(TimerInfo timer) => Task.FromResult((this, timer));
    }

    internal sealed class FunctionsWithTwoTriggers
    {
        [Function("Two")]
        public Task RunAsync([TimerTrigger("0 * * * * *")] TimerInfo timer, [QueueTrigger("two")] string message) => Task.FromResult((this, timer, message));
    }
}
