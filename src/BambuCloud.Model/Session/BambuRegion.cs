namespace BambuCloud;

/// <summary>The part of the Bambu Lab cloud that an account belongs to. It decides the hosts (rest.md, <i>Hosts</i>).</summary>
public enum BambuRegion : long
{
    /// <summary><c>api.bambulab.com</c> and <c>us.mqtt.bambulab.com:8883</c>.</summary>
    Global,

    /// <summary><c>api.bambulab.cn</c> and <c>cn.mqtt.bambulab.com:8883</c>.</summary>
    China,
}
