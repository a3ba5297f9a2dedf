using System.Diagnostics;
using Serverless.Functions.Tests.Documents;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.Infrastructure;

/// <summary>A run of one of azd's hooks, with programs in its path that note how they are called and answer as azd, Azure and az would.</summary>
internal sealed class HookRun : IDisposable
{
    public const string Token = "the-token-of-azd";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TempFolder folder = new();
    private readonly Dictionary<string, string> environment = new() { ["AZURE_SUBSCRIPTION_ID"] = "sub", ["AZURE_ENV_NAME"] = "test" };

    public HookRun()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows the hooks are PowerShell scripts.");
        Directory.CreateDirectory(folder.File("answers"));
        Program("azd", $$"""
            [ "$1 $2" = "auth token" ] && printf '{\n  "token": "{{Token}}",\n  "expiresOn": "2026-01-01T00:00:00Z"\n}\n'
            [ "$1 $2" = "env set" ] && printf '%s=%s\n' "$3" "$4" >> "$HOOK_FOLDER/set"
            exit 0
            """);
        Program("curl", """
            cat > /dev/null
            echo "$*" >> "$HOOK_FOLDER/asked"
            for argument; do
              [ "${before:-}" = --output ] && output=$argument
              before=$argument
            done
            path=${argument%%\?*}
            answer="$HOOK_FOLDER/answers/$(echo "${path##*/resourceGroups/}" | tr / _)"
            [ -f "$answer" ] || answer="$HOOK_FOLDER/answers/missing"
            tail -n +2 "$answer" > "$output"
            head -n 1 "$answer" | tr -d '\n'
            """);
        Program("az", """echo "az $*" >> "$HOOK_FOLDER/called" """);
        Program("zip", """echo "zip $*" >> "$HOOK_FOLDER/called" """);
        Program("dotnet", """echo "dotnet $*" >> "$HOOK_FOLDER/called"; mkdir -p "$4" """);

        Answer("missing", 404, """{"error":{"code":"NotFound"}}""");
    }

    /// <summary>What both outputs were.</summary>
    public string Said { get; private set; } = "";

    /// <summary>Variables that the hook set for azd.</summary>
    public IReadOnlyDictionary<string, string> Set => Lines("set").Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

    /// <summary>Command lines of curl.</summary>
    public IReadOnlyList<string> Asked => Lines("asked");

    /// <summary>Command lines of az, dotnet and zip.</summary>
    public IReadOnlyList<string> Called => Lines("called");

    public HookRun With(string variable, string? value)
    {
        environment[variable] = value ?? "";
        return this;
    }

    /// <summary>What Azure answers when asked for a path in its resource groups, with slashes as underscores.</summary>
    public HookRun Answer(string path, int status, string body)
    {
        File.WriteAllText(Path.Combine(folder.File("answers"), path), $"{status}\n{body}");
        return this;
    }

    public async Task<int> RunAsync(string hook)
    {
        var start = new ProcessStartInfo("sh", [Repository.PathTo("infra", "hooks", hook)]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["HOOK_FOLDER"] = folder.Path;
        start.Environment["PATH"] = $"{folder.Path}:{start.Environment["PATH"]}";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);
        Said = $"{await output}{await errors}";
        return process.ExitCode;
    }

    public void Dispose() => folder.Dispose();

    private void Program(string name, string script)
    {
        File.WriteAllText(folder.File(name), $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder.File(name), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    private string[] Lines(string file) => File.Exists(folder.File(file)) ? File.ReadAllLines(folder.File(file)) : [];
}
