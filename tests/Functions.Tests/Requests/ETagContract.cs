using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.Requests;

/// <summary>What ETags and conditions mean for every thing that clients put under a name; a class for each kind, over every store.</summary>
public abstract class ETagContract(RunningApp app) : IAsyncLifetime
{
    protected const int Racers = 8;

    private readonly ApiClient admin = app.Admin();

    protected string Name { get; } = "tagged-" + Guid.NewGuid().ToString("n");

    /// <summary>Where the thing is.</summary>
    protected abstract string Path { get; }

    /// <summary>A body that makes the thing, and another one that changes it.</summary>
    protected abstract (object First, object Second) Bodies { get; }

    /// <summary>How it is changed.</summary>
    protected virtual HttpMethod Change => HttpMethod.Put;

    /// <summary>Whether an answer to a question may be left out where the client has it already.</summary>
    protected virtual bool IsKnownByTag => true;

    protected ApiClient Admin => admin;

    public async ValueTask InitializeAsync() => await PrepareAsync();

    public ValueTask DisposeAsync()
    {
        admin.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Answers_the_same_tag_to_the_write_and_to_the_question_and_another_after_each_change()
    {
        using var made = await MakeAsync();
        using var read = await admin.GetAsync(Path);
        using var changed = await SendAsync(Change, Bodies.Second);
        using var reread = await admin.GetAsync(Path);
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (made.Status, changed.Status));
        Assert.Equal((TagOf(made), TagOf(changed)), (TagOf(read), TagOf(reread)));
        Assert.NotEqual(TagOf(made), TagOf(changed));
        Assert.StartsWith("\"r-", TagOf(made), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changes_only_what_has_one_of_the_tags_of_if_match()
    {
        using var made = await MakeAsync();
        var tag = TagOf(made);
        foreach (var other in (string[])["\"r-other\"", "\"x\"", "W/" + tag, $"\"r-other\", W/{tag}", tag.Replace("r-", "R-", StringComparison.Ordinal)])
        {
            using var refused = await SendAsync(Change, Bodies.Second, ("If-Match", other));
            Assert.Equal(tag, refused.IsProblem(HttpStatusCode.PreconditionFailed, "precondition-failed").Header("ETag"));
        }

        using var listed = await SendAsync(Change, Bodies.Second, ("If-Match", $"\"r-other\" ,, {tag}"));
        using var late = await SendAsync(Change, Bodies.First, ("If-Match", tag));
        using var any = await SendAsync(Change, Bodies.First, ("If-Match", "*"));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (listed.Status, any.Status));
        Assert.Equal(TagOf(listed), late.IsProblem(HttpStatusCode.PreconditionFailed, "precondition-failed").Header("ETag"));
    }

    [Fact]
    public async Task Changes_only_what_has_none_of_the_tags_of_if_none_match()
    {
        using var made = await MakeAsync();
        foreach (var same in (string[])["*", TagOf(made), "W/" + TagOf(made), $"\"r-other\", {TagOf(made)}"])
        {
            using var refused = await SendAsync(Change, Bodies.Second, ("If-None-Match", same));
            Assert.Equal(TagOf(made), refused.IsProblem(HttpStatusCode.PreconditionFailed, "precondition-failed").Header("ETag"));
        }

        using var changed = await SendAsync(Change, Bodies.Second, ("If-None-Match", "\"r-other\""));
        Assert.Equal(HttpStatusCode.OK, changed.Status);
    }

    [Fact]
    public async Task Deletes_only_what_has_the_tag()
    {
        using var made = await MakeAsync();
        using var refused = await SendAsync(HttpMethod.Delete, null, ("If-Match", "\"r-other\""));
        Assert.Equal(TagOf(made), refused.IsProblem(HttpStatusCode.PreconditionFailed, "precondition-failed").Header("ETag"));
        using var absent = await SendAsync(HttpMethod.Delete, null, ("If-None-Match", "*"));
        absent.IsProblem(HttpStatusCode.PreconditionFailed, "precondition-failed");
        using var deleted = await SendAsync(HttpMethod.Delete, null, ("If-Match", TagOf(made)));
        Assert.Equal(HttpStatusCode.NoContent, deleted.Status);
        using var again = await SendAsync(HttpMethod.Delete, null, ("If-Match", TagOf(made)));
        again.IsProblem(HttpStatusCode.NotFound, "not-found");
        Assert.Null(again.Header("ETag"));
    }

    [Theory]
    [InlineData("If-Match", "tag")]
    [InlineData("If-Match", "\"a\" \"b\"")]
    [InlineData("If-Match", "*, \"a\"")]
    [InlineData("If-Match", "\"a")]
    [InlineData("If-None-Match", "**")]
    [InlineData("If-None-Match", "W/a")]
    public async Task Refuses_a_condition_that_it_can_not_read(string header, string value)
    {
        using var made = await MakeAsync();
        using var refused = await SendAsync(Change, Bodies.Second, (header, value));
        refused.Refuses(header, "tags as they were answered");
        using var read = await admin.GetAsync(Path);
        Assert.Equal(TagOf(made), TagOf(read));
    }

    [Fact]
    public async Task Answers_a_question_for_what_the_client_has_without_saying_it_again()
    {
        using var made = await MakeAsync();
        using var known = await SendAsync(HttpMethod.Get, null, ("If-None-Match", $"W/{TagOf(made)}"));
        using var other = await SendAsync(HttpMethod.Get, null, ("If-None-Match", "\"r-other\""));
        Assert.Equal((IsKnownByTag ? HttpStatusCode.NotModified : HttpStatusCode.OK, HttpStatusCode.OK), (known.Status, other.Status));
        Assert.Equal((IsKnownByTag, TagOf(made)), (known.Body.Length == 0, TagOf(known)));
    }

    [Fact]
    public async Task Lets_one_of_many_change_it_who_have_seen_the_same()
    {
        using var made = await MakeAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, Racers).Select(_ => SendAsync(Change, Bodies.Second, ("If-Match", TagOf(made)))));
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        var winner = TagOf(answers.Single(answer => answer.Status == HttpStatusCode.OK));
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.OK), answer => Assert.Equal(winner, answer.IsProblem(HttpStatusCode.PreconditionFailed, "precondition-failed").Header("ETag")));
        Array.ForEach(answers, answer => answer.Dispose());
    }

    /// <summary>Makes what the thing needs.</summary>
    protected virtual Task PrepareAsync() => Task.CompletedTask;

    /// <summary>Makes the thing.</summary>
    protected virtual Task<ApiResponse> MakeAsync() => SendAsync(HttpMethod.Put, Bodies.First);

    protected static string TagOf(ApiResponse answer) => answer.Header("ETag") ?? throw new InvalidOperationException($"There is no tag in the answer {answer.Status}.");

    protected Task<ApiResponse> SendAsync(HttpMethod method, object? body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, Path);
        request.Content = body is null ? null : new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return admin.SendAsync(request);
    }
}

/// <summary>The same, for what is made by a PUT.</summary>
public abstract class PutETagContract(RunningApp app) : ETagContract(app)
{
    [Fact]
    public async Task Is_not_put_where_the_tag_is_gone_and_has_another_when_it_is_made_again()
    {
        using var made = await MakeAsync();
        using var deleted = await Admin.DeleteAsync(Path);
        using var gone = await SendAsync(HttpMethod.Put, Bodies.First, ("If-Match", TagOf(made)));
        using var any = await SendAsync(HttpMethod.Put, Bodies.First, ("If-Match", "*"));
        using var read = await Admin.GetAsync(Path);
        using var anew = await SendAsync(HttpMethod.Put, Bodies.First, ("If-None-Match", "*"));
        Assert.Null(gone.IsProblem(HttpStatusCode.PreconditionFailed, "precondition-failed").Header("ETag"));
        any.IsProblem(HttpStatusCode.PreconditionFailed, "precondition-failed");
        read.IsProblem(HttpStatusCode.NotFound, "not-found");
        Assert.Equal(HttpStatusCode.Created, anew.Status);
        Assert.NotEqual(TagOf(made), TagOf(anew));
    }

    [Fact]
    public async Task Lets_one_of_many_make_it_who_want_it_new()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, Racers).Select(_ => SendAsync(HttpMethod.Put, Bodies.First, ("If-None-Match", "*"))));
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.Equal(Racers - 1, answers.Count(answer => answer.Status == HttpStatusCode.PreconditionFailed));
        Array.ForEach(answers, answer => answer.Dispose());
    }
}
