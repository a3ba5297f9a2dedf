using System.CommandLine;
using Serverless.Cli.Commands;
using Serverless.Cli.Output;
using Serverless.Client;

namespace Serverless.Cli.Links;

/// <summary><c>slctl link</c>.</summary>
internal static class LinkCommands
{
    public static Command Create(CommandRunner runner) => new("link", "Short links")
    {
        CreateOne(runner), Get(runner), List(runner), Change(runner), Delete(runner), Restore(runner), Stats(runner),
    };

    public static Argument<string> Key(CommandRunner runner) =>
        Options.Argument("key", "Key of the link").Suggest(runner, client => client.Links.ListAsync().Select(link => link.Key));

    private static Option<int?> Redirect() => new("--redirect") { Description = "301, or 302 to see every click" };

    private static Option<string[]> Tags(string description) => new("--tag") { Description = description, Arity = ArgumentArity.OneOrMore };

    // Null where none is given, for the tags to stay as they are.
    private static string[]? TagsOf(string[]? given) => given switch
    {
        null or [] => null,
        [""] => [],
        _ => given,
    };

    private static Option<bool?> Forward() => new("--forward-query") { Description = "Whether the query of the short URL is appended to the target's" };

    private static IAsyncEnumerable<ShortLink> Found(LinksClient links, string? tag, string? search, CancellationToken cancellationToken) =>
        tag is not null ? links.ListByTagAsync(tag, cancellationToken)
        : search is not null ? links.SearchAsync(search, cancellationToken)
        : links.ListAsync(cancellationToken);

    private static Command CreateOne(CommandRunner runner)
    {
        var url = Options.Argument("target", "Where the link is to lead");
        var alias = Options.Text("--alias", "Key that it is to have, 4-64 of A-Z a-z 0-9 _ - [default: a short one, drawn by the service]");
        var (expiresAt, expiresIn, redirect) = (Options.Time("--expires-at", "When it ends"), Options.Duration("--expires-in", "How long it lives"), Redirect());
        var (title, tags, forward) = (Options.Text("--title", "What to call it"), Tags("Word to find it by; several by several options"), Forward());
        var command = new Command("create", "Makes a link") { url, alias, expiresAt, expiresIn, redirect, title, tags, forward };
        runner.Set(command, async (context, token) =>
        {
            var wanted = new NewLink
            {
                Url = context.Get(url),
                Alias = context.Get(alias),
                ExpiresAt = context.Get(expiresAt),
                ExpiresIn = context.Get(expiresIn),
                Redirect = context.Get(redirect),
                Title = context.Get(title),
                Tags = TagsOf(context.Get(tags)),
                ForwardQuery = context.Get(forward),
            };
            var link = await context.Client.Links.CreateAsync(wanted, token);
            context.Printer.One(link, LinksJson.Web.ShortLink, Columns.Links);
        });
        return command;
    }

    private static Command Get(CommandRunner runner)
    {
        var key = Key(runner);
        var command = new Command("get", "Shows a link") { key };
        runner.Set(command, async (context, token) =>
        {
            if (await context.Client.Links.FindAsync(context.Get(key), token) is not { } link)
            {
                return await context.NotFoundAsync($"link '{context.Get(key)}'");
            }

            context.Printer.One(link, LinksJson.Web.ShortLink, Columns.Links);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command List(CommandRunner runner)
    {
        var limit = new ListLimit();
        var tag = Options.Text("--tag", "Only those with this tag");
        var search = Options.Text("--search", "Only the one with exactly this key, and those that lead to exactly this host");
        var command = new Command("list", "Lists your links, newest first") { tag, search };
        limit.AddTo(command);
        runner.Set(command, async (context, token) =>
        {
            var found = Found(context.Client.Links, context.Get(tag), context.Get(search), token);
            await limit.PrintAsync(context, found, LinksJson.Web.ShortLink, Columns.Links, token);
        });
        command.Validators.Add(result =>
        {
            if (result.GetResult(tag) is not null && result.GetResult(search) is not null)
            {
                result.AddError("--tag and --search can't be given together.");
            }
        });
        return command;
    }

    private static Command Change(CommandRunner runner)
    {
        var (key, ifMatch, url, expiresAt, redirect) = (Key(runner), Options.IfMatch(), Options.Text("--to", "Where it is to lead"), Options.Time("--expires-at", "When it is to end"), Redirect());
        var (title, tags, forward) = (Options.Text("--title", "What to call it; '' for nothing"), Tags("Word to find it by, in place of those it has; '' for none"), Forward());
        var command = new Command("change", "Changes a link") { key, ifMatch, url, expiresAt, redirect, title, tags, forward };
        runner.Set(command, async (context, token) =>
        {
            var change = new LinkChange
            {
                Url = context.Get(url),
                ExpiresAt = context.Get(expiresAt),
                Redirect = context.Get(redirect),
                Title = context.Get(title),
                Tags = TagsOf(context.Get(tags)),
                ForwardQuery = context.Get(forward),
            };
            var changed = context.Condition(ifMatch) is { } condition
                ? await context.Client.Links.ChangeAsync(context.Get(key), change, condition, token)
                : await context.Client.Links.ChangeAsync(context.Get(key), change, token);
            context.Printer.One(changed, LinksJson.Web.ShortLink, Columns.Links);
        });
        return command;
    }

    private static Command Delete(CommandRunner runner)
    {
        var (key, ifMatch) = (Key(runner), Options.IfMatch());
        var command = new Command("delete", "Deletes a link: from now on it answers 410") { key, ifMatch };
        runner.Set(command, async (context, token) =>
            await (context.Condition(ifMatch) is { } condition
                ? context.Client.Links.DeleteAsync(context.Get(key), condition, token)
                : context.Client.Links.DeleteAsync(context.Get(key), token)) ? ExitCode.Ok : await context.NotFoundAsync($"link '{context.Get(key)}'"));
        return command;
    }

    private static Command Restore(CommandRunner runner)
    {
        var (key, expiresAt) = (Key(runner), Options.Time("--expires-at", "When it is to end, needed where its old end has passed"));
        var command = new Command("restore", "Brings back a link that has ended, until its key is free") { key, expiresAt };
        runner.Set(command, async (context, token) =>
            context.Printer.One(await context.Client.Links.RestoreAsync(context.Get(key), context.Get(expiresAt), token), LinksJson.Web.ShortLink, Columns.Links));
        return command;
    }

    private static Command Stats(CommandRunner runner)
    {
        var key = Key(runner);
        var command = new Command("stats", "Shows how often a link was followed") { key };
        runner.Set(command, async (context, token) =>
        {
            if (await context.Client.Links.FindStatsAsync(context.Get(key), token) is not { } stats)
            {
                return await context.NotFoundAsync($"link '{context.Get(key)}'");
            }

            Print(context.Printer, stats);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Print(Printer printer, LinkStats stats)
    {
        if (printer.AsJson)
        {
            printer.Json(stats, LinksJson.Web.LinkStats);
            return;
        }

        printer.Line($"{stats.Clicks} clicks, {stats.Bots} by robots and previews beside them");
        printer.Table(stats.Days, LinksJson.Web.DayClicks, Columns.Days);
        printer.Table(stats.Referrers, LinksJson.Web.ReferrerClicks, Columns.Referrers);
    }
}
