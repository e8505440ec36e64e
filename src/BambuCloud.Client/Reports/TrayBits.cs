namespace BambuCloud.Client.Reports;

/// <summary>In which trays there are spools: <c>tray_exist_bits</c> decides where the printer says it.</summary>
/// <param name="bits">The bits; null where the printer never said them.</param>
/// <param name="said">Whether this report says them.</param>
/// <param name="isTrusted">Whether they mean what they say: an AMS HT that is alone sets those of another unit.</param>
internal readonly struct TrayBits(ulong? bits, bool said, bool isTrusted)
{
    private const int FirstHtBit = 16;
    private const int A2LBit = 24;

    /// <summary>Whether all units are AMS HT and no bit of theirs is set, though others are.</summary>
    public static bool IsOddHt(ulong bits, IEnumerable<int> units) =>
        bits != 0 && bits >> FirstHtBit == 0 && units.Any() && units.All(unit => unit >= AmsNumbers.FirstHt);

    /// <summary>Whether a tray that a report names has a spool.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="tray">What the report says of it.</param>
    /// <param name="before">The tray before it.</param>
    public bool Exists(int unit, in TrayDraft tray, BambuAmsTray? before)
    {
        if (said && Bit(unit, tray.Id) is { } exists)
        {
            return exists;
        }
        if (tray.HasSpool == true || (tray.HasSpool is null && tray.IsDescribed))
        {
            return true;
        }
        // Empty texts and the state of a spool that is gone say too little → what was known holds.
        if (Bit(unit, tray.Id) is { } known)
        {
            return before is null ? known : !before.Empty;
        }
        return tray.HasSpool == false ? before is { Empty: false } : !tray.IsBare;
    }

    /// <summary>Empties and fills the trays of which the report says nothing but their bits.</summary>
    public void Apply(int unit, List<BambuAmsTray> trays)
    {
        for (int index = 0; index < trays.Count && said; index++)
        {
            BambuAmsTray tray = trays[index];
            if (Bit(unit, tray.TrayId) is { } exists && exists == tray.Empty)
            {
                trays[index] = new BambuAmsTray { AmsId = unit, TrayId = tray.TrayId, Empty = !exists };
            }
        }
    }

    private bool? Bit(int unit, int tray)
    {
        int bit = unit switch
        {
            >= AmsNumbers.FirstHt => FirstHtBit + unit - AmsNumbers.FirstHt,
            AmsNumbers.A2LUnit => A2LBit + tray,
            _ => (AmsNumbers.TraysInUnit * unit) + tray,
        };
        return bits is { } known && isTrusted && bit is >= 0 and < 64 ? ((known >> bit) & 1) != 0 : null;
    }
}
