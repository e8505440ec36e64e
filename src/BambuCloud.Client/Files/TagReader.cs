using System.Buffers;
using System.Globalization;
using System.Text;

namespace BambuCloud.Client.Files;

/// <summary>
/// Reads the simple XML that slicers write into an archive: tags and attributes, no text. Slicers do not escape what users call things, and
/// some name the wrong encoding or XML 1.1, for which a strict reader refuses the whole → this one reads on as far as it goes, and
/// <see cref="IsWellFormed"/> tells whether it had to.
/// </summary>
internal sealed class TagReader : IDisposable
{
    private const int LongestTag = 64 * 1024;
    private const int LongestText = 1024;
    private const int DeepestElement = 64;
    private const string Comment = "!--";
    private const string CharacterData = "![CDATA[";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly StreamReader _text;
    private readonly char[] _tag = ArrayPool<char>.Shared.Rent(LongestTag);
    private readonly StringBuilder _before = new(LongestText);
    private readonly List<(Range Name, Range Value)> _attributes = [];
    private readonly Stack<string> _open = [];
    private int _length;

    /// <param name="bytes">The document; it is closed with the reader.</param>
    public TagReader(Stream bytes) => _text = new StreamReader(bytes, Encoding.Latin1, detectEncodingFromByteOrderMarks: true);

    /// <summary>The tag's name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Whether the tag ends an element that another one began.</summary>
    public bool IsEnd { get; private set; }

    /// <summary>Whether the tag is a whole element.</summary>
    public bool IsEmpty { get; private set; }

    /// <summary>The text that stands before the tag, behind the one before; of a long one only its beginning.</summary>
    public string TextBefore => Plain(_before.ToString());

    /// <summary>Whether a strict reader would have read the same so far.</summary>
    public bool IsWellFormed { get; private set; } = true;

    /// <summary>
    /// The value of one of the tag's attributes, without entities; <see langword="null"/> where it has none of that name.
    /// </summary>
    public string? this[string attribute]
    {
        get
        {
            foreach ((Range name, Range value) in _attributes)
            {
                if (_tag.AsSpan(name).SequenceEqual(attribute))
                {
                    return Plain(_tag.AsSpan(value));
                }
            }
            return null;
        }
    }

    /// <summary>Goes on to the next tag.</summary>
    /// <returns>False at the end, and where nothing can be read any further.</returns>
    public bool Read()
    {
        _before.Clear();
        while (ReadText())
        {
            if (!ReadTag())
            {
                return Break();
            }
            if (_tag[0] is '?')
            {
                continue;
            }
            if (_tag[0] is '!')
            {
                if (!SkipDeclaration())
                {
                    return Break();
                }
                continue;
            }
            return Parse() || Break();
        }
        IsWellFormed &= _open.Count == 0;
        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(_tag);
        _text.Dispose();
    }

    private bool Break()
    {
        IsWellFormed = false;
        return false;
    }

    private bool ReadText()
    {
        int next;
        while ((next = _text.Read()) >= 0)
        {
            if (next == '<')
            {
                return true;
            }
            if (_before.Length < LongestText)
            {
                _before.Append((char)next);
            }
        }
        return false;
    }

    // What stands between < and >. A > within quotes belongs to the value, but for /> : a name may have quotes of its own.
    private bool ReadTag()
    {
        _length = 0;
        char quote = '\0';
        int next;
        while ((next = _text.Read()) >= 0 && _length < LongestTag)
        {
            char character = (char)next;
            if (character == '>' && (quote == '\0' || _tag[_length - 1] == '/'))
            {
                return _length > 0;
            }
            if (character is '"' or '\'' && _tag[0] is not '!')
            {
                quote = quote == '\0' ? character : quote == character ? '\0' : quote;
            }
            _tag[_length++] = character;
            if (IsTag(Comment) || IsTag(CharacterData))
            {
                return true;
            }
        }
        return false;
    }

    private bool IsTag(string declaration) => _length == declaration.Length && _tag.AsSpan(0, _length).SequenceEqual(declaration);

    // A document type may hold entities that grow without end → nothing behind one is read.
    private bool SkipDeclaration() => IsTag(Comment) ? SkipBehind('-') : IsTag(CharacterData) && SkipBehind(']');

    // Behind --> or ]]>.
    private bool SkipBehind(char twice)
    {
        int inARow = 0;
        int next;
        while ((next = _text.Read()) >= 0)
        {
            if (next == '>' && inARow >= 2)
            {
                return true;
            }
            inARow = next == twice ? inARow + 1 : 0;
        }
        return false;
    }

    private bool Parse()
    {
        ReadOnlySpan<char> tag = _tag.AsSpan(0, _length);
        IsEnd = tag[0] == '/';
        IsEmpty = !IsEnd && tag[^1] == '/';
        int start = IsEnd ? 1 : 0;
        int end = IsEmpty ? _length - 1 : _length;
        int at = start;
        while (at < end && !char.IsWhiteSpace(tag[at]))
        {
            at++;
        }
        Name = tag[start..at].ToString();
        ParseAttributes(at, end);
        if (IsEnd)
        {
            IsWellFormed &= _open.TryPop(out string? begun) && begun == Name;
            return true;
        }
        if (!IsEmpty)
        {
            _open.Push(Name);
        }
        return _open.Count <= DeepestElement && Name.Length > 0;
    }

    private void ParseAttributes(int at, int end)
    {
        _attributes.Clear();
        while (at < end)
        {
            if (char.IsWhiteSpace(_tag[at]))
            {
                at++;
                continue;
            }
            int name = at;
            while (at < end && _tag[at] != '=' && !char.IsWhiteSpace(_tag[at]))
            {
                at++;
            }
            Range named = name..at;
            at = SkipBlanks(at, end);
            if (at >= end || _tag[at] != '=')
            {
                IsWellFormed = false;
                continue;
            }
            at = SkipBlanks(at + 1, end);
            if (at >= end || _tag[at] is not ('"' or '\''))
            {
                IsWellFormed = false;
                continue;
            }
            int close = Array.IndexOf(_tag, _tag[at], at + 1, end - at - 1);
            if (close < 0)
            {
                IsWellFormed = false;
                return;
            }
            _attributes.Add((named, (at + 1)..close));
            IsWellFormed &= IsEscaped(_tag.AsSpan((at + 1)..close));
            at = close + 1;
        }
    }

    private int SkipBlanks(int at, int end)
    {
        while (at < end && char.IsWhiteSpace(_tag[at]))
        {
            at++;
        }
        return at;
    }

    private static bool IsEscaped(ReadOnlySpan<char> value)
    {
        if (value.Contains('<'))
        {
            return false;
        }
        for (int at = value.IndexOf('&'); at >= 0; at = value.IndexOf('&'))
        {
            value = value[at..];
            if (EntityAt(value) is not { } entity)
            {
                return false;
            }
            value = value[entity.Length..];
        }
        return true;
    }

    private string Plain(ReadOnlySpan<char> value)
    {
        if (!value.Contains('&'))
        {
            return Decoded(value);
        }
        StringBuilder plain = new(value.Length);
        for (int at = value.IndexOf('&'); at >= 0; at = value.IndexOf('&'))
        {
            plain.Append(Decoded(value[..at]));
            value = value[at..];
            (string text, int length) = EntityAt(value) ?? ("&", 1);
            plain.Append(text);
            value = value[length..];
        }
        return plain.Append(Decoded(value)).ToString();
    }

    // The bytes came in as Latin-1, one character each: what is UTF-8 is made that again, and what is not is Latin-1 indeed.
    private string Decoded(ReadOnlySpan<char> value)
    {
        if (!_text.CurrentEncoding.Equals(Encoding.Latin1) || Ascii.IsValid(value))
        {
            return value.ToString();
        }
        byte[] bytes = new byte[value.Length];
        Encoding.Latin1.GetBytes(value, bytes);
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return value.ToString();
        }
    }

    private static (string Text, int Length)? EntityAt(ReadOnlySpan<char> text)
    {
        const int longest = 10; // &#x10FFFF;
        int end = text[..Math.Min(text.Length, longest)].IndexOf(';');
        return end < 0 ? null : text[1..end] switch
        {
            "lt" => ("<", end + 1),
            "gt" => (">", end + 1),
            "amp" => ("&", end + 1),
            "quot" => ("\"", end + 1),
            "apos" => ("'", end + 1),
            ['#', 'x', .. var hex] when int.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code)
                && Rune.IsValid(code) => (new Rune(code).ToString(), end + 1),
            ['#', .. var digits] when int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int code)
                && Rune.IsValid(code) => (new Rune(code).ToString(), end + 1),
            _ => null,
        };
    }
}
