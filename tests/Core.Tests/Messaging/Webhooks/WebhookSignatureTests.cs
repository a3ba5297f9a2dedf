using System.Text;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Messaging.Webhooks;

namespace Serverless.Core.Tests.Messaging.Webhooks;

/// <summary>The header webhook-signature.</summary>
public sealed class WebhookSignatureTests
{
    private static readonly SigningSecret Secret = new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static readonly SigningSecret Older = new("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD", At(86_400));
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("{\"test\": 2432232314}");

    [Fact]
    public void Is_the_one_that_the_specification_gives_as_its_example() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", WebhookSignature.Of([Secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", At(1614265330), Body));

    [Fact]
    public void Has_one_part_for_each_secret() => Assert.Equal(
        $"{WebhookSignature.Of([Secret], "msg_1", At(1), Body)} {WebhookSignature.Of([Older], "msg_1", At(1), Body)}",
        WebhookSignature.Of([Secret, Older], "msg_1", At(1), Body));

    [Fact]
    public void Has_no_part_for_a_secret_whose_time_is_over()
    {
        Assert.Contains(' ', WebhookSignature.Of([Secret, Older], "msg_1", At(86_399), Body));
        Assert.Equal(WebhookSignature.Of([Secret], "msg_1", At(86_400), Body), WebhookSignature.Of([Secret, Older], "msg_1", At(86_400), Body));
    }

    [Fact]
    public void Depends_on_id_time_and_body()
    {
        string[] signatures =
        [
            WebhookSignature.Of([Secret], "msg_1", At(1), Body), WebhookSignature.Of([Secret], "msg_2", At(1), Body),
            WebhookSignature.Of([Secret], "msg_1", At(2), Body), WebhookSignature.Of([Secret], "msg_1", At(1), Body.AsSpan(1)),
        ];
        Assert.Distinct(signatures);
    }

    private static DateTimeOffset At(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds);
}
