using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace BambuCloud.Input;

/// <summary>The slots that somebody wants filaments to come from; the others are found.</summary>
public sealed class AmsMapping
{
    private const string Automatic = "Auto";

    private AmsMapping(IReadOnlyDictionary<int, string> slots) => Slots = slots;

    /// <summary>The names of slots by the numbers of filaments; empty where all are to be found.</summary>
    internal IReadOnlyDictionary<int, string> Slots { get; }

    /// <summary>What was given.</summary>
    public override string ToString() => Slots.Count == 0 ? Automatic : string.Join("; ", Slots.Select(slot => $"{slot.Key}={slot.Value}"));

    /// <summary>The slots of what somebody wrote; null for what means none.</summary>
    internal static AmsMapping? Of(object? given) => given switch
    {
        AmsMapping known => known,
        string text when text.Equals(Automatic, StringComparison.OrdinalIgnoreCase) => new AmsMapping(new Dictionary<int, string>()),
        IDictionary { Count: > 0 } slots => Of(slots),
        _ => null,
    };

    private static AmsMapping? Of(IDictionary slots)
    {
        Dictionary<int, string> named = [];
        foreach (DictionaryEntry slot in slots)
        {
            if (!int.TryParse($"{slot.Key}", NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number is < 1 or > 256
                || NameOf(slot.Value) is not { Length: > 0 } name || !named.TryAdd(number, name))
            {
                return null;
            }
        }
        return new AmsMapping(named);
    }

    private static string? NameOf(object? slot) => (slot is PSObject wrapped ? wrapped.BaseObject : slot) switch
    {
        BambuFilamentSlot known => known.SlotName,
        string name => name,
        _ => null,
    };
}

/// <summary>Lets a parameter take <c>Auto</c>, or a hashtable of slots by the numbers of filaments.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AmsMappingAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        AmsMapping.Of(inputData is PSObject wrapped ? wrapped.BaseObject : inputData)
        ?? throw new ArgumentTransformationMetadataException(
            "Give Auto, or slots by the numbers of the file's filaments: @{ 1 = 'A2'; 2 = 'External' }.");
}
