namespace MQTTnet;

/// <summary>What version 4 had and version 5 has not.</summary>
public sealed class MqttFactory;
