using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace BambuCloud.Completion;

/// <summary>
/// Paths of files that can be printed, and of folders that may have some. Where there are none, PowerShell offers all files.
/// </summary>
internal sealed class PrintFileCompleter : IArgumentCompleter
{
    private static readonly string[] Extensions = [".3mf", ".gcode"];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult>? CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        CompletionResult[] printable = [.. CompletionCompleters.CompleteFilename(wordToComplete).Where(MayBePrinted)];
        return printable.Length > 0 ? printable : null;
    }

    // The tool tip is the path without quotes.
    private static bool MayBePrinted(CompletionResult path) => path.ResultType == CompletionResultType.ProviderContainer
        || Extensions.Any(extension => path.ToolTip.EndsWith(extension, StringComparison.OrdinalIgnoreCase));
}
