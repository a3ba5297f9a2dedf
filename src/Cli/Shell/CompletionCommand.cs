using System.CommandLine;
using Serverless.Cli.Output;

namespace Serverless.Cli.Shell;

/// <summary><c>slctl completion</c>: scripts that have a shell ask the tool what may come next.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        # eval "$(slctl completion bash)"
        _slctl() {
          local word=${COMP_WORDS[COMP_CWORD]} IFS=$'\n'
          COMPREPLY=($(compgen -W "$(slctl "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "$word"))
        }
        complete -o default -F _slctl slctl
        """;

    private const string Zsh = """
        # eval "$(slctl completion zsh)"
        _slctl() {
          local -a found=("${(@f)$(slctl "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
          compadd -- "${found[@]}"
        }
        compdef _slctl slctl
        """;

    private const string PowerShell = """
        # slctl completion pwsh | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName slctl -ScriptBlock {
          param($word, $line, $position)
          slctl "[suggest:$position]" "$line" | Where-Object { $_ -like "$word*" } |
            ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }
        """;

    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal) { ["bash"] = Bash, ["zsh"] = Zsh, ["pwsh"] = PowerShell };

    public static Command Create(Terminal terminal)
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or pwsh" };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var command = new Command("completion", "Prints a script that completes commands in a shell") { shell };
        command.SetAction(result => terminal.Out.WriteLine(Scripts[result.GetRequiredValue(shell)]));
        return command;
    }
}
