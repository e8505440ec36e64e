using System.Text;
using System.Text.Json;

namespace BambuCloud.Client.Reports;

/// <summary>Reads the value of one member into a draft; the reader stands on the value's first token.</summary>
internal delegate void MemberReader<TDraft>(ref Utf8JsonReader json, ref TDraft draft);

/// <summary>
/// The members of one kind of object, by their names in UTF-8. A report has hundreds of members and most are nobody's here, so
/// that a name is found, or not, without making a string of it.
/// </summary>
internal sealed class MemberTable<TDraft>
{
    private const int LongestName = 32;

    private readonly Entry[] _entries;
    private readonly int _shift;

    public MemberTable(params ReadOnlySpan<(string Name, MemberReader<TDraft> Read)> members)
    {
        int bits = 2;
        while (1 << bits < members.Length * 4)
        {
            bits++;
        }
        _shift = 32 - bits;
        _entries = new Entry[1 << bits];
        foreach ((string name, MemberReader<TDraft> read) in members)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(name);
            int slot = SlotOf(bytes);
            while (_entries[slot].Name is not null)
            {
                slot = (slot + 1) & (_entries.Length - 1);
            }
            _entries[slot] = new Entry(bytes, read);
        }
    }

    /// <summary>Reads an object from its start to its end.</summary>
    public void Read(ref Utf8JsonReader json, ref TDraft draft)
    {
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            MemberReader<TDraft>? read = json.ValueIsEscaped ? FindEscaped(ref json) : Find(json.ValueSpan);
            json.Read();
            if (read is null)
            {
                json.Skip();
            }
            else
            {
                read(ref json, ref draft);
            }
        }
    }

    private MemberReader<TDraft>? FindEscaped(ref Utf8JsonReader json)
    {
        Span<byte> name = stackalloc byte[LongestName * 6]; // An escaped character is six bytes.
        return json.ValueSpan.Length <= name.Length ? Find(name[..json.CopyString(name)]) : null;
    }

    private MemberReader<TDraft>? Find(ReadOnlySpan<byte> name)
    {
        for (int slot = SlotOf(name); _entries[slot].Name is { } known; slot = (slot + 1) & (_entries.Length - 1))
        {
            if (name.SequenceEqual(known))
            {
                return _entries[slot].Read;
            }
        }
        return null;
    }

    private int SlotOf(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
        {
            return 0;
        }
        uint mixed = (uint)name.Length | ((uint)name[0] << 8) | ((uint)name[name.Length / 2] << 16) | ((uint)name[^1] << 24);
        return (int)((mixed * 0x9E3779B1) >> _shift);
    }

    private readonly record struct Entry(byte[] Name, MemberReader<TDraft> Read);
}
