namespace Serverless.Torture.Histories;

/// <summary>The checkers find what they are for: a checker that never complains proves nothing.</summary>
public sealed class CheckerTests
{
    private readonly History history = new();

    [Fact]
    public void Finds_a_key_that_was_given_twice()
    {
        history.Add(LinkChecker.Create, "k", 201, "https://a.example");
        history.Add(LinkChecker.Create, "k", 201, "https://b.example");
        Assert.Single(LinkChecker.Check(history));
    }

    [Theory]
    [InlineData(404, null)]
    [InlineData(301, "https://elsewhere.example")]
    public void Finds_a_link_that_was_lost_or_leads_elsewhere(int status, string? location)
    {
        history.Add(LinkChecker.Create, "k", 201, "https://a.example");
        history.Add(LinkChecker.Follow, "k", 301, "https://a.example");
        Assert.Empty(LinkChecker.Check(history));
        history.Add(LinkChecker.Follow, "k", status, location);
        Assert.Single(LinkChecker.Check(history));
    }

    [Fact]
    public void Finds_a_deleted_link_that_came_back_and_takes_either_answer_after_a_lost_one()
    {
        history.Add(LinkChecker.Create, "k", 201, "https://a.example");
        history.Add(LinkChecker.Delete, "k", null);
        history.Add(LinkChecker.Follow, "k", 301, "https://a.example");
        history.Add(LinkChecker.Follow, "k", 410);
        Assert.Empty(LinkChecker.Check(history));
        history.Add(LinkChecker.Delete, "k", 204);
        history.Add(LinkChecker.Follow, "k", 301, "https://a.example");
        Assert.Single(LinkChecker.Check(history));
    }

    [Fact]
    public void Finds_a_lost_message_a_broken_order_and_one_that_came_after_its_acknowledgement()
    {
        history.Add(MessageChecker.Publish, "a-0", 200);
        history.Add(MessageChecker.Publish, "a-1", 200);
        Assert.Equal(2, MessageChecker.Check(history, ["s"], ["s"]).Count);
        history.Add(MessageChecker.Receive, "a-1", 200, "s");
        history.Add(MessageChecker.Receive, "a-0", 200, "s");
        Assert.Single(MessageChecker.Check(history, ["s"], ["s"]));
        Assert.Empty(MessageChecker.Check(history, ["s"], []));
        history.Add(MessageChecker.Acknowledge, "a-0", 200, "s");
        history.Add(MessageChecker.Receive, "a-0", 200, "s");
        Assert.Single(MessageChecker.Check(history, ["s"], []));
        Assert.Equal(1, MessageChecker.Duplicates(history));
    }

    [Fact]
    public void Finds_a_caller_who_was_admitted_too_often_and_an_answer_that_is_none_of_a_check()
    {
        history.Add(LimitChecker.Check, "u", 200);
        history.Add(LimitChecker.Check, "u", 200);
        Assert.Empty(LimitChecker.Breaches(history, limit: 1, counts: 2));
        history.Add(LimitChecker.Check, "u", 500);
        Assert.Single(LimitChecker.Breaches(history, limit: 1, counts: 2));
        Assert.Equal(2, LimitChecker.Breaches(history, limit: 1, counts: 1).Count);
    }
}
