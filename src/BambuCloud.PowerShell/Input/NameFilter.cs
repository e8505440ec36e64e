using System.Management.Automation;

namespace BambuCloud.Input;

/// <summary>Names or ids as people write them: several, with wildcards, in any case.</summary>
/// <exception cref="BambuException"><see cref="BambuErrorKind.InvalidPattern"/> of the first that is none.</exception>
internal sealed class NameFilter(string[]? names)
{
    private readonly (string Text, WildcardPattern Pattern)[] _patterns =
        [.. (names ?? []).Select(name => (name, PatternOf(name)))];

    /// <summary>Whether a value is wanted: it matches one of the names, or there are none.</summary>
    public bool Wants(string value) => _patterns.Length == 0 || _patterns.Any(name => name.Pattern.IsMatch(value));

    /// <summary>The names without wildcards that none of the values has.</summary>
    public IEnumerable<string> Missing(IEnumerable<string> values) => _patterns
        .Where(name => !WildcardPattern.ContainsWildcardCharacters(name.Text) && !values.Any(name.Pattern.IsMatch))
        .Select(name => name.Text);

    private static WildcardPattern PatternOf(string name)
    {
        try
        {
            WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
            pattern.IsMatch(""); // It is read when it is first used.
            return pattern;
        }
        catch (WildcardPatternException)
        {
            throw new BambuException(BambuErrorKind.InvalidPattern,
                $"'{name}' is no pattern: its bracket is not closed.")
            {
                Subject = name,
            };
        }
    }
}
