using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace BambuCloud.Completion;

/// <summary>A word that is typed at a prompt, perhaps with a quote that is not closed yet.</summary>
internal sealed class TypedWord
{
    // PowerShell takes the typographic quotes for the plain ones.
    private const string SingleQuotes = "'‘’‚‛";
    private const string DoubleQuotes = "\"“”„";

    private readonly char? _quote;
    private readonly string _text;
    private readonly string _raw;
    private readonly WildcardPattern? _pattern;

    /// <param name="typed">The word as PowerShell hands it over.</param>
    public TypedWord(string? typed)
    {
        _text = typed ?? "";
        if (_text.Length > 0 && QuoteOf(_text[0]) is { } quote)
        {
            _quote = quote;
            _text = _text.Length > 1 && QuoteOf(_text[^1]) == quote ? _text[1..^1] : _text[1..];
            _raw = _text;
            _text = quote == '\'' ? _text.Replace("''", "'", StringComparison.Ordinal) : Regex.Replace(_text, "`(.)", "$1");
        }
        _raw ??= _text;
        _pattern = PatternOf(_text);
    }

    /// <summary>Whether nothing is typed yet.</summary>
    public bool IsEmpty => _text.Length == 0;

    /// <summary>Whether a suggestion's value or name begins as the word does. The word may have wildcards.</summary>
    public bool Matches(Suggestion item) => Matches(item.Value) || (item.Name is { } name && Matches(name));

    /// <summary>The text that takes the word's place: quoted if it was, or if it has to be.</summary>
    public string Complete(Suggestion item)
    {
        if (item.IsExpression)
        {
            return item.Value;
        }
        string text = item.IsPattern ? Regex.Replace(item.Value, @"[*?\[\]`]", "`$0") : item.Value;
        return _quote == '"' ? $"\"{Regex.Replace(text, "[`$\"“”„]", "`$0")}\""
            : _quote == '\'' || !IsBareWord(text) ? $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'"
            : text;
    }

    // PowerShell hands over what a closed pair of double quotes means, and what an open one has.
    private bool Matches(string text) => text.StartsWith(_text, StringComparison.OrdinalIgnoreCase)
        || text.StartsWith(_raw, StringComparison.OrdinalIgnoreCase) || _pattern?.IsMatch(text) == true;

    private static char? QuoteOf(char character) =>
        SingleQuotes.Contains(character, StringComparison.Ordinal) ? '\''
        : DoubleQuotes.Contains(character, StringComparison.Ordinal) ? '"'
        : null;

    private static WildcardPattern? PatternOf(string text)
    {
        try
        {
            WildcardPattern pattern = WildcardPattern.Get($"{text}*", WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
            pattern.IsMatch(""); // A pattern is read when it is used first.
            return pattern;
        }
        catch (WildcardPatternException)
        {
            return null; // A bracket that is not closed yet is taken as it stands.
        }
    }

    // PowerShell's own parser says whether the text stands for itself.
    private static bool IsBareWord(string text)
    {
        ScriptBlockAst script = Parser.ParseInput($"x {text}", out _, out ParseError[] errors);
        return errors.Length == 0
            && script is { EndBlock.Statements: [PipelineAst { PipelineElements: [CommandAst { CommandElements: [_, var argument] }] }] }
            && argument switch
            {
                StringConstantExpressionAst { StringConstantType: StringConstantType.BareWord } word => word.Value == text,
                ConstantExpressionAst number => FormattableString.Invariant($"{number.Value}") == text,
                _ => false,
            };
    }
}
