using System.Collections;
using System.Management.Automation;
using BambuCloud.Cmdlets;
using BambuCloud.Input;
using BambuCloud.Session;

namespace BambuCloud.Completion;

/// <summary>The slots of printers that cmdlets have asked, with what is in them: of those that were typed, or of all.</summary>
internal sealed class AmsMappingCompleter : KnownCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(KnownNames known, IDictionary bound)
    {
        string?[] typed = Bound(bound, nameof(SendBambuPrint.Printer)) switch
        {
            null => [],
            object?[] several => [.. several.Select(each => $"{Plain(each)}")],
            var one => [$"{one}"],
        };
        // A pattern that is not typed to its end yet means nothing.
        NameFilter printers = new([.. typed.OfType<string>().Where(name => WildcardPattern.Escape(name) == name)]);
        return
        [
            new Suggestion("Auto", null, "The slot whose material matches and whose colour is nearest"),
            .. known.Slots.Items
                .Where(slot => !slot.Empty && (printers.Wants(slot.DeviceId) || printers.Wants(slot.DeviceName ?? "")))
                .OrderBy(slot => slot.DeviceName, StringComparer.Ordinal).GroupBy(slot => slot.SlotName)
                .OrderBy(slots => slots.Key, StringComparer.Ordinal)
                .Select(slots => new Suggestion($"@{{ 1 = '{slots.Key}' }}", null, string.Join("; ", slots.Select(ToolTipOf)))
                {
                    IsExpression = true,
                }),
        ];
    }

    private static string ToolTipOf(BambuFilamentSlot slot) => $"{slot.DeviceName ?? slot.DeviceId} {slot.SlotName}: "
        + Line($"{slot.Filament}", slot.Remaining is { } left ? $"{left} %" : null);
}
