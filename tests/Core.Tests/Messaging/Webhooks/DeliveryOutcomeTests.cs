using System.Net;
using System.Net.Http.Headers;
using Serverless.Core.Messaging.Webhooks;

namespace Serverless.Core.Tests.Messaging.Webhooks;

/// <summary>What an endpoint's answer means.</summary>
public sealed class DeliveryOutcomeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(200, DeliveryResult.Delivered)]
    [InlineData(202, DeliveryResult.Delivered)]
    [InlineData(204, DeliveryResult.Delivered)]
    [InlineData(299, DeliveryResult.Delivered)]
    [InlineData(199, DeliveryResult.Failed)]
    [InlineData(301, DeliveryResult.Failed)]
    [InlineData(304, DeliveryResult.Failed)]
    [InlineData(400, DeliveryResult.Rejected)]
    [InlineData(404, DeliveryResult.Rejected)]
    [InlineData(408, DeliveryResult.Failed)]
    [InlineData(409, DeliveryResult.Rejected)]
    [InlineData(413, DeliveryResult.Rejected)]
    [InlineData(422, DeliveryResult.Rejected)]
    [InlineData(499, DeliveryResult.Rejected)]
    [InlineData(410, DeliveryResult.Gone)]
    [InlineData(429, DeliveryResult.Throttled)]
    [InlineData(500, DeliveryResult.Failed)]
    [InlineData(503, DeliveryResult.Failed)]
    [InlineData(600, DeliveryResult.Failed)]
    public void Only_2xx_is_delivered(int status, DeliveryResult result)
    {
        var outcome = DeliveryOutcome.Of((HttpStatusCode)status, null, Now, TimeSpan.Zero);
        Assert.Equal((result, status, (TimeSpan?)null), (outcome.Result, outcome.Status, outcome.RetryAfter));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public void Retry_after_is_obeyed_in_seconds_and_as_a_date(int status)
    {
        var seconds = DeliveryOutcome.Of((HttpStatusCode)status, new RetryConditionHeaderValue(TimeSpan.FromSeconds(120)), Now, TimeSpan.Zero);
        var date = DeliveryOutcome.Of((HttpStatusCode)status, new RetryConditionHeaderValue(Now + TimeSpan.FromSeconds(90)), Now, TimeSpan.Zero);
        Assert.Equal((DeliveryResult.Throttled, TimeSpan.FromSeconds(120)), (seconds.Result, seconds.RetryAfter));
        Assert.Equal((DeliveryResult.Throttled, TimeSpan.FromSeconds(90)), (date.Result, date.RetryAfter));
    }

    [Fact]
    public void Retry_after_is_neither_in_the_past_nor_beyond_a_day()
    {
        var past = DeliveryOutcome.Of(HttpStatusCode.TooManyRequests, new RetryConditionHeaderValue(Now - TimeSpan.FromHours(1)), Now, TimeSpan.Zero);
        var far = DeliveryOutcome.Of(HttpStatusCode.TooManyRequests, new RetryConditionHeaderValue(TimeSpan.FromDays(900)), Now, TimeSpan.Zero);
        Assert.Equal((TimeSpan.Zero, TimeSpan.FromDays(1)), (past.RetryAfter, far.RetryAfter));
    }

    [Fact]
    public void Retry_after_beside_another_status_means_nothing() =>
        Assert.Null(DeliveryOutcome.Of(HttpStatusCode.BadRequest, new RetryConditionHeaderValue(TimeSpan.FromHours(1)), Now, TimeSpan.Zero).RetryAfter);
}
