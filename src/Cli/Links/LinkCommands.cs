using System.CommandLine;
using Serverless.Cli.Commands;
using Serverless.Cli.Output;
using Serverless.Client.UrlShortening;

namespace Serverless.Cli.Links;

/// <summary><c>slctl link</c>.</summary>
internal static class LinkCommands
{
    public static Command Create(CommandRunner runner) => new("link", "Short links")
    {
        CreateOne(runner), Get(runner), List(runner), Change(runner), Delete(runner), Restore(runner), Stats(runner),
    };

    private static Argument<string> Key() => Options.Argument("key", "Key of the link");

    private static Option<int?> Redirect() => new("--redirect") { Description = "301, or 302 to see every click" };

    private static Command CreateOne(CommandRunner runner)
    {
        var url = Options.Argument("target", "Where the link is to lead");
        var alias = Options.Text("--alias", "Key that it is to have, 4-64 of A-Z a-z 0-9 _ - [default: a short one, drawn by the service]");
        var (expiresAt, expiresIn, redirect) = (Options.Time("--expires-at", "When it ends"), Options.Duration("--expires-in", "How long it lives"), Redirect());
        var command = new Command("create", "Makes a link") { url, alias, expiresAt, expiresIn, redirect };
        runner.Set(command, async (context, token) =>
        {
            var link = await context.Client.Links.CreateAsync(
                new NewLink { Url = context.Get(url), Alias = context.Get(alias), ExpiresAt = context.Get(expiresAt), ExpiresIn = context.Get(expiresIn), Redirect = context.Get(redirect) }, token);
            context.Printer.One(link, LinksJson.Web.ShortLink, Columns.Links);
        });
        return command;
    }

    private static Command Get(CommandRunner runner)
    {
        var key = Key();
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
        var limit = new Option<int>("--limit") { Description = "How many at most", DefaultValueFactory = _ => 100 };
        var command = new Command("list", "Lists your links, newest first") { limit };
        runner.Set(command, (context, token) =>
            context.Printer.ManyAsync(context.Client.Links.ListAsync(token).Take(context.Get(limit)), LinksJson.Web.ShortLink, Columns.Links, token));
        return command;
    }

    private static Command Change(CommandRunner runner)
    {
        var (key, url, expiresAt, redirect) = (Key(), Options.Text("--to", "Where it is to lead"), Options.Time("--expires-at", "When it is to end"), Redirect());
        var command = new Command("change", "Changes a link") { key, url, expiresAt, redirect };
        runner.Set(command, async (context, token) =>
        {
            var change = new LinkChange { Url = context.Get(url), ExpiresAt = context.Get(expiresAt), Redirect = context.Get(redirect) };
            context.Printer.One(await context.Client.Links.ChangeAsync(context.Get(key), change, token), LinksJson.Web.ShortLink, Columns.Links);
        });
        return command;
    }

    private static Command Delete(CommandRunner runner)
    {
        var key = Key();
        var command = new Command("delete", "Deletes a link: from now on it answers 410") { key };
        runner.Set(command, async (context, token) =>
            await context.Client.Links.DeleteAsync(context.Get(key), token) ? ExitCode.Ok : await context.NotFoundAsync($"link '{context.Get(key)}'"));
        return command;
    }

    private static Command Restore(CommandRunner runner)
    {
        var (key, expiresAt) = (Key(), Options.Time("--expires-at", "When it is to end, needed where its old end has passed"));
        var command = new Command("restore", "Brings back a link that has ended, until its key is free") { key, expiresAt };
        runner.Set(command, async (context, token) =>
            context.Printer.One(await context.Client.Links.RestoreAsync(context.Get(key), context.Get(expiresAt), token), LinksJson.Web.ShortLink, Columns.Links));
        return command;
    }

    private static Command Stats(CommandRunner runner)
    {
        var key = Key();
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

        printer.Line($"{stats.Clicks} clicks");
        printer.Table(stats.Days, LinksJson.Web.DayClicks, Columns.Days);
        printer.Table(stats.Referrers, LinksJson.Web.ReferrerClicks, Columns.Referrers);
    }
}
