using System.Text;
using Serverless.Core.Messaging.Push;

namespace Serverless.Core.Tests.Messaging.Push;

/// <summary>The header webhook-signature.</summary>
public sealed class WebhookSignatureTests
{
    private static readonly WebhookSecret Secret = WebhookSecret.TryParse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")!;
    private static readonly WebhookSecret Older = WebhookSecret.TryParse("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD")!;
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("{\"test\": 2432232314}");

    [Fact]
    public void Is_the_one_that_the_specification_gives_as_its_example() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", WebhookSignature.Of([Secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, Body));

    [Fact]
    public void Has_one_part_for_each_secret() => Assert.Equal(
        $"{WebhookSignature.Of([Secret], "msg_1", 1, Body)} {WebhookSignature.Of([Older], "msg_1", 1, Body)}",
        WebhookSignature.Of([Secret, Older], "msg_1", 1, Body));

    [Fact]
    public void Depends_on_id_time_and_body()
    {
        string[] signatures =
        [
            WebhookSignature.Of([Secret], "msg_1", 1, Body), WebhookSignature.Of([Secret], "msg_2", 1, Body),
            WebhookSignature.Of([Secret], "msg_1", 2, Body), WebhookSignature.Of([Secret], "msg_1", 1, Body.AsSpan(1)),
        ];
        Assert.Distinct(signatures);
    }
}
